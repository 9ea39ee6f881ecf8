package import CulpritModel

/// Returns where the network, or the way through it, was slow or full: windows that overlap on one entity or path.
///
/// Only windows that are worth a report take part. `series` tell load and cost, `dependencies` who shares a path; without
/// them there are only entities. Sorted by time, entity and peer, whatever the order of `windows`.
package func congestionWindows(
    _ windows: [Window], series: [MeasuredSeries] = [], dependencies: [Dependency] = []
) -> [CongestionWindow] {
    let paths = Dictionary(grouping: windows.filter { $0.score >= 0.5 && mayTakePart($0) }, by: Path.init)
    let groups = paths.sorted { $0.key < $1.key }.flatMap { overlapping($0.value) }.filter(isCongestion)
    let load = LoadAnalysis(series)
    return united(groups, CallGraph(dependencies)).map { load.congestion(of: $0) }
        .sorted { ($0.span, $0.entity, $0.peer ?? "") < ($1.span, $1.entity, $1.peer ?? "") }
}

/// Windows that are one trouble: on one entity or path, or on several that share one.
struct CongestedPath {
    let windows: [Window]
    /// What the others wait for, or the only one.
    let entity: String
    let peer: String?

    var span: TimeSpan { windows.dropFirst().reduce(windows[0].span) { $0.union($1.span) } }
}

private struct Path: Hashable, Comparable {
    let entity, peer: String

    init(_ window: Window) { (entity, peer) = (window.series.entity.name, window.series.peer ?? "") }

    static func < (left: Path, right: Path) -> Bool { (left.entity, left.peer) < (right.entity, right.peer) }
}

extension Signal {
    /// Something was lost or damaged on the way.
    var isLoss: Bool { id == "network-loss" || id == "network-link" }
    /// Something waits.
    var isQueue: Bool { id == "queue" || id == "lag" }
    var isLatency: Bool { id == "latency" || id == "ping" }
}

private func mayTakePart(_ window: Window) -> Bool {
    let signal = window.signal
    let isBad =
        switch (window.direction, signal.bad) {
        case (.up, .up), (.down, .down), (.up, .both), (.down, .both): true
        default: false
        }
    return isBad && (signal.isCongestion || signal.isLatency || signal.isQueue || signal.id.hasPrefix("network"))
}

/// Loss and waiting tell where one series says it loudly (what waits, for long too), or two measures say it.
private func isCongestion(_ windows: [Window]) -> Bool {
    let waiting = windows.filter { $0.signal.isLatency || $0.signal.isQueue }
    let measures = Set(waiting.map { withoutQuantile($0.series.name) })
    let isSlow = measures.count > 1 && waiting.contains(where: \.signal.isLatency)
    let isLossy =
        windows.contains(where: \.signal.isLoss)
        && waiting.contains { $0.signal.isLatency && $0.shape != .spike }
    return isSlow || isLossy || windows.contains(where: isLoud)
}

private func isLoud(_ window: Window) -> Bool {
    let signal = window.signal
    if signal.id == "network-link" { return true }
    guard window.peak >= 3 * window.expected else { return false }
    return signal.isLoss || (signal.isQueue || signal.isCongestion) && window.shape != .spike
}

/// The name of what was measured, whichever quantile of it: `duration_p90` and `duration_p99` are one measure.
private func withoutQuantile(_ name: String) -> Substring {
    let digits = name.reversed().prefix(while: \.isNumber).count
    let rest = name.dropLast(digits)
    return digits > 0 && rest.hasSuffix("_p") ? rest.dropLast(2) : name[...]
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

// MARK: Paths

/// Takes groups together that overlap, and whose entities are replicas or call each other.
private func united(_ groups: [[Window]], _ graph: CallGraph) -> [CongestedPath] {
    var parts = groups.map { CongestedPath(windows: $0, entity: $0[0].series.entity.name, peer: $0[0].series.peer) }
    parts.sort { ($0.span, $0.entity, $0.peer ?? "") < ($1.span, $1.entity, $1.peer ?? "") }
    var unions: [[CongestedPath]] = []
    for part in parts {
        // All unions that the part touches become one with it.
        let touched = unions.indices.filter { unions[$0].contains { sharesPath($0, part, graph) } }
        let union = touched.flatMap { unions[$0] } + [part]
        for index in touched.reversed() { unions.remove(at: index) }
        unions.append(union)
    }
    return unions.map { union in
        guard union.count > 1 else { return union[0] }
        let names = Set(union.map(\.entity))
        let groups = Set(names.map(CallGraph.group))
        // What nothing else in the union waits for is where it began; of several, the first and the worst.
        let ends = union.filter { graph.reached(from: $0.entity).isDisjoint(with: groups) }
        let first = (ends.isEmpty ? union : ends).min {
            ($0.span.from, -strength($0), $0.entity) < ($1.span.from, -strength($1), $1.entity)
        }
        let end = first?.entity ?? union[0].entity
        let replicas = Set(ends.map(\.entity).filter { CallGraph.group($0) == CallGraph.group(end) })
        let peers = Set(union.map(\.peer))
        return CongestedPath(
            windows: union.flatMap(\.windows), entity: replicas.count > 1 ? CallGraph.group(end) : end,
            peer: peers.count == 1 ? union[0].peer : nil)
    }
}

private func strength(_ path: CongestedPath) -> Double { path.windows.map(\.score).max() ?? 0 }

private func sharesPath(_ left: CongestedPath, _ right: CongestedPath, _ graph: CallGraph) -> Bool {
    let common = min(left.span.to, right.span.to).seconds(since: max(left.span.from, right.span.from))
    guard common * 2 >= min(left.span.seconds, right.span.seconds) else { return false }
    let ends = { (path: CongestedPath) in Set([path.entity, path.peer].compactMap(\.self).map(CallGraph.group)) }
    let (lefts, rights) = (ends(left), ends(right))
    return !lefts.isDisjoint(with: rights)
        || lefts.contains {
            !graph.callees(of: $0).isDisjoint(with: rights) || !graph.callers(of: $0).isDisjoint(with: rights)
        }
}
