package import CulpritModel

/// Returns where the network, or the way through it, was slow or full: windows that overlap on one entity or path.
///
/// Only windows that are worth a report take part; latency alone is a symptom unless its signal says that it is congestion.
/// Sorted by entity, peer and time, whatever the order of `windows`.
package func congestionWindows(_ windows: [Window]) -> [CongestionWindow] {
    struct Path: Hashable { let entity, peer: String }
    var paths: [Path: [Window]] = [:]
    for window in windows where window.score >= 0.5 && mayBeCongestion(window.signal) {
        paths[Path(entity: window.series.entity.name, peer: window.series.peer ?? ""), default: []].append(window)
    }
    var result: [CongestionWindow] = []
    for (path, windows) in paths.sorted(by: { ($0.key.entity, $0.key.peer) < ($1.key.entity, $1.key.peer) }) {
        for group in overlapping(windows) where isCongestion(group) {
            let signals = Set(group.map(\.series.name)).sorted()
            let strongest = group.reduce(0) { max($0, $1.score) }
            let span = group.dropFirst().reduce(group[0].span) { $0.union($1.span) }
            // Each further signal that agrees halves the doubt that is left.
            let doubt = (1 - strongest) / Double(1 << min(signals.count - 1, 10))
            result.append(
                CongestionWindow(
                    span: span, entity: path.entity, peer: path.peer.isEmpty ? nil : path.peer, signals: signals,
                    score: 1 - doubt))
        }
    }
    return result
}

private func isNetworkOrQueue(_ signal: Signal) -> Bool {
    signal.category == .network || signal.id.hasPrefix("network") || signal.id == "queue" || signal.id == "lag"
}

private func mayBeCongestion(_ signal: Signal) -> Bool {
    signal.isCongestion || signal.id == "latency" || isNetworkOrQueue(signal)
}

private func isCongestion(_ windows: [Window]) -> Bool {
    windows.contains(where: \.signal.isCongestion)
        || windows.contains { $0.signal.id == "latency" } && windows.contains { isNetworkOrQueue($0.signal) }
}

private func overlapping(_ windows: [Window]) -> [[Window]] {
    var groups: [[Window]] = []
    var end = Timestamp(nanoseconds: .min)
    for window in windows.sorted(by: { ($0.span, $0.series) < ($1.span, $1.series) }) {
        if let last = groups.indices.last, window.span.from < end {
            groups[last].append(window)
            end = max(end, window.span.to)
        } else {
            groups.append([window])
            end = window.span.to
        }
    }
    return groups
}
