internal import CulpritModel

/// Evidence of windows: of series that have no normal time to be held against, and of those that stopped.
extension EvidenceCollector {
    mutating func collectWindows(_ windows: [Window]) {
        let relevant = windows.filter { $0.score >= 0.5 && (period?.overlaps($0.span) ?? true) }
        var entitiesBySeries: [String: Set<String>] = [:]
        for window in relevant { entitiesBySeries[window.series.name, default: []].insert(window.series.entity.name) }
        let congested = Set(relevant.filter { $0.signal.isImpact }.map { CallGraph.group($0.series.entity.name) })
        // Of each signal on an entity the strongest window counts: ten series of one fault are one fault.
        var strongest: [SuspectKey: [String: (Window, Double)]] = [:]
        for window in relevant {
            guard let (category, base) = meaning(of: window, congested: congested) else { continue }
            guard window.isBad || window.direction == .gap else { continue }
            let others = (entitiesBySeries[window.series.name]?.count ?? 1) - 1
            let weight = base * window.score * crowdFactor(others)
            let key = SuspectKey(subject: Subject(window.series.entity), category: category)
            if (strongest[key]?[window.signal.id]?.1 ?? 0) < weight {
                strongest[key, default: [:]][window.signal.id] = (window, weight)
            }
        }
        for (key, bySignal) in strongest.sorted(by: { $0.key < $1.key }) {
            for (_, (window, weight)) in bySignal.sorted(by: { $0.key < $1.key }) {
                add(
                    Evidence(
                        kind: .window, speaksFor: true, weight: weight,
                        location: window.location, time: window.span.from,
                        text: windowText(window), rule: nil),
                    to: key, over: window.span)
            }
        }
    }

    /// What is left of a weight when so many others of the same kind show the same.
    func crowdFactor(_ others: Int) -> Double {
        1 - weights["window_peer_share"] * Double(others) / Double(others + 2)
    }

    /// What a window speaks for, and how strongly; a symptom counts where no callee has it too.
    private func meaning(of window: Window, congested: Set<String>) -> (Category, Double)? {
        if let category = window.signal.category {
            return (category, window.signal.weight * weights["window"])
        }
        guard window.signal.isImpact, graph.callees(of: window.series.entity.name).isDisjoint(with: congested) else {
            return nil
        }
        return (window.signal.id == "latency" ? .delay : .bug, weights["impact_window"])
    }

    private func windowText(_ window: Window) -> String {
        let direction =
            switch window.direction {
            case .up: "rose"
            case .down: "fell"
            case .gap: "stopped"
            }
        let (from, to) = (Deviation.short(window.expected), Deviation.short(window.peak))
        let text = "\(window.series.text) \(direction) from \(from) to \(to)"
        guard case .flapping(let seconds) = window.shape else { return text }
        return "\(text), and back again once in \(Deviation.short(seconds)) s"
    }
}
