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
        "earliest_bonus", "no_impact_penalty", "concentration_bonus", "explained_replica",
        "verdict_threshold", "change_bonus", "temperature",
        "deviation_full_surprise", "deviation_half_effect", "deviation_least_effect", "deviation_half_change",
        "deviation_spread_floor", "deviation_share_spread_floor", "deviation_least_normal", "deviation_drift",
        "deviation_doubt", "deviation_absence", "deviation_least_strength", "deviation_standing", "path_resolution",
        "flow_least_normal", "flow_least_period", "flow_least_shift", "flow_full_evidence", "flow_least_evidence",
    ]

    package subscript(name: String) -> Double {
        guard let value = values[name] else {
            // The loader has refused a file without it.
            preconditionFailure("There is no diagnosis weight '\(name)'.")
        }
        return value
    }
}
