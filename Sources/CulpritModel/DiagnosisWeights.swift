/// How evidence adds up to a verdict, in log-odds; read from `Rules/diagnosis.yaml`.
package struct DiagnosisWeights: Sendable, Hashable {
    /// The values by name; each has its meaning beside it in the file.
    private let values: [String: Double]

    package init(values: [String: Double]) { self.values = values }

    /// Every name that the diagnosis asks for; the file must give them all.
    package static let names = [
        "prior", "prior_known_outage", "repeated_hits", "baseline_discount", "harmless_hits", "severity_step",
        "crash_group",
        "crash_group_old",
        "window", "window_peer_share", "impact_window", "deviation", "path", "slow_hop", "changed_step", "lost_calls",
        "own_symptom", "unfitting_symptom", "mechanism", "dependency_discount", "explained_symptoms",
        "earliest_bonus", "no_impact_penalty", "concentration_bonus",
        "verdict_threshold", "change_bonus", "temperature",
    ]

    package subscript(name: String) -> Double {
        guard let value = values[name] else {
            // The loader has refused a file without it.
            preconditionFailure("There is no diagnosis weight '\(name)'.")
        }
        return value
    }
}
