internal import CulpritModel

extension Phrases {
    static func kind(_ kind: CongestionWindow.Kind) -> String {
        switch kind {
        case .congestion: "congestion"
        case .slowServer: "slow server"
        case .failingLink: "failing link"
        }
    }

    /// What took part, when it was worst, what it cost and what the load did, in one sentence each.
    static func congestion(_ window: CongestionWindow, in period: TimeSpan?) -> String {
        var parts = [window.signals.joined(separator: ", ")]
        if window.entities.count > 1 { parts.append("seen by \(list(window.entities, limit: 6))") }
        if let peak = window.peak { parts.append("worst at \(clock(peak, in: period))") }
        if window.lostRequests >= 1 {
            parts.append("about \(count(Int(min(window.lostRequests, 1e15)), "request")) failed or missing")
        }
        if let load = window.load { parts += sentences(load) }
        return parts.joined(separator: "; ")
    }

    private static func sentences(_ load: LoadPeak) -> [String] {
        var parts: [String] = []
        switch load.order {
        case .demandFirst: parts.append("demand rose before latency (a spike)")
        case .latencyFirst: parts.append("demand rose after latency (retries)")
        case nil: break
        }
        if let driver = load.driver { parts.append("\(percent(load.driverShare)) of the rise is \(driver)") }
        if let excess = load.excess { parts.append("\(percent(excess)) less load would have stayed below the knee") }
        if !load.hours.isEmpty { parts.append("mostly at \(load.hours.map { "\($0) h" }.joined(separator: ", ")) UTC") }
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        if !load.weekdays.isEmpty {
            parts.append("on \(load.weekdays.map { names[min(max($0, 1), 7) - 1] }.joined(separator: ", "))")
        }
        return parts
    }
}
