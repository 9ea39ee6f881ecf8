package import CulpritModel

/// Finds when it went wrong, where nobody says so.
///
/// Each minute has a weight: what its events and windows would add to a cause. The incident is the run of minutes whose
/// sum above the usual weight is largest (Kadane's maximum subarray). It is looked for in `search`, or everywhere.
package func incidentPeriod(
    events: EventIndex, windows: [Window], rules: [String: Rule], observed: TimeSpan, search: TimeSpan? = nil
) -> TimeSpan? {
    let step = Timestamp.nanosecondsPerMinute
    let first = observed.from.minuteStart
    let count = Int((observed.to.nanoseconds - first.nanoseconds) / step) + 1
    // A span of less than half an hour is the outage itself; months of minutes are looked at an hour at a time.
    guard count >= 30 else { return nil }
    let width = count > 20_000 ? 60 : 1
    var weights = [Double](repeating: 0, count: (count + width - 1) / width)
    func slot(_ time: Timestamp) -> Int {
        max(0, min(weights.count - 1, Int((time.nanoseconds - first.nanoseconds) / step) / width))
    }
    func add(_ weight: (EventIndex.Glance) -> Double, ofEach positions: [Int]) {
        for position in positions {
            let glance = events.glances[position]
            guard let time = glance.time, search?.contains(time) ?? true else { continue }
            // What repeats within a minute tells no more after some times.
            weights[slot(time)] += Double(min(glance.count, 20)) * weight(glance)
        }
    }
    for rule in events.rules {
        let weight = rules[rule]?.weight
        add({ weight ?? severityWeight($0.severity) }, ofEach: events.positions(of: rule))
    }
    add({ severityWeight($0.severity) }, ofEach: events.positions(of: ""))
    for window in windows where window.score >= 0.5 && (window.signal.isImpact || window.signal.category != nil) {
        guard search?.overlaps(window.span) ?? true else { continue }
        let last = slot(Timestamp(nanoseconds: max(window.span.from.nanoseconds, window.span.to.nanoseconds - 1)))
        for minute in slot(window.span.from)...last { weights[minute] += 2 * window.score }
    }
    guard weights.contains(where: { $0 > 0 }) else { return nil }
    // One minute full of one message must not outweigh a quarter of an hour of trouble.
    let damped = weights.map { ($0 + 1).squareRoot() - 1 }
    let sorted = damped.sorted()
    let usual = sorted[sorted.count / 2]
    let mean = damped.reduce(0, +) / Double(damped.count)
    let level = max(usual * 1.5, mean * 1.25) + 0.05
    var (best, bestRange, sum, start) = (0.0, 0..<0, 0.0, 0)
    for (index, weight) in damped.enumerated() {
        if sum <= 0 { (sum, start) = (0, index) }
        sum += weight - level
        if sum > best { (best, bestRange) = (sum, start..<index + 1) }
    }
    guard best > 0 else { return nil }
    let from = Timestamp(nanoseconds: first.nanoseconds + Int64(bestRange.lowerBound * width) * step)
    let to = Timestamp(nanoseconds: first.nanoseconds + Int64(bestRange.upperBound * width) * step)
    return TimeSpan(from: from, to: to)
}

/// The weight of a severe record that no rule knows.
func severityWeight(_ severity: Severity?) -> Double {
    switch severity {
    case .fatal, .critical: 0.6
    case .error: 0.3
    default: 0
    }
}
