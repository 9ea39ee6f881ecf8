internal import CulpritModel

/// Tells what a series does in a window from its samples in it.
struct WindowShape {
    let shape: Window.Shape
    /// Shorter windows are spikes, whatever they do in them.
    private static let leastCount = 8

    /// What is less than this part of the most extreme is the usual around it, which smoothing took in.
    static let leastPart = 0.3

    /// Takes a run of samples and what was expected of each sample.
    init(_ run: ClosedRange<Int>, of samples: [Sample], expected: [Double]) {
        let rests = run.map { samples[$0].value - expected[$0] }
        let least = Self.leastPart * (rests.map(\.magnitude).max() ?? 0)
        guard let first = rests.firstIndex(where: { $0.magnitude >= least }),
            let last = rests.lastIndex(where: { $0.magnitude >= least }), last - first >= Self.leastCount
        else {
            shape = .spike
            return
        }
        let core = Array(rests[first...last])
        let values = (first...last).map { samples[run.lowerBound + $0].value }
        let start = samples[run.lowerBound + first].time
        let far = core.filter { $0.magnitude >= least }
        let upCount = far.count { $0 > 0 }
        if values.allSatisfy({ $0 == values[0] }) {
            shape = .flatLine
        } else if let period = Self.flappingPeriod(
            values, seconds: samples[run.lowerBound + last].time.seconds(since: start))
        {
            shape = .flapping(periodSeconds: period)
        } else if min(upCount, far.count - upCount) * 5 >= far.count {
            shape = .changedSpread
        } else {
            let third = core.count / 3
            let begin = RobustStatistics.median(core.prefix(third))
            let middle = RobustStatistics.median(core.dropFirst(third).dropLast(third))
            let end = RobustStatistics.median(core.suffix(third))
            let isLeaving = (end - middle) * (middle - begin) > 0 && end.magnitude >= 1.5 * begin.magnitude
            // A spike comes back within its window; a level holds to its end.
            let isLevel = min(begin.magnitude, middle.magnitude, end.magnitude) >= least
            shape = isLeaving ? .drift : isLevel ? .levelShift : .spike
        }
    }

    /// Returns how long one turn takes where most values are near one of two levels, and change between them often.
    private static func flappingPeriod(_ values: [Double], seconds: Double) -> Double? {
        guard let levels = Levels(of: values, leastPart: 0.8) else { return nil }
        let changes = levels.changes(in: values)
        guard changes.count >= Levels.leastChanges else { return nil }
        // There and back again, in the middle: at its ends a window may take in what is around it.
        let turn = RobustStatistics.median(zip(changes, changes.dropFirst(2)).map { Double($1 - $0) })
        return turn * seconds / Double(values.count - 1)
    }
}

/// Two levels of which nearly all values are near one.
struct Levels {
    let low, high: Double
    /// Fewer changes between them are no flapping.
    static let leastChanges = 6

    /// `nil` where less than `leastPart` of the values are near one of two.
    init?(of values: [Double], leastPart: Double) {
        let sorted = values.sorted()
        low = RobustStatistics.quantile(0.1, ofSorted: sorted)
        high = RobustStatistics.quantile(0.9, ofSorted: sorted)
        let quarter = (high - low) / 4
        guard quarter > 0 else { return nil }
        let (low, high) = (low, high)
        let nearCount = values.count { ($0 - low).magnitude <= quarter || ($0 - high).magnitude <= quarter }
        guard Double(nearCount) >= leastPart * Double(values.count) else { return nil }
    }

    /// The indices of the values that first are near the other level than the last that was near one.
    func changes(in values: [Double]) -> [Int] {
        let quarter = (high - low) / 4
        var isHigh: Bool?
        return values.indices.filter { index in
            let isNow = values[index] >= high - quarter ? true : values[index] <= low + quarter ? false : isHigh
            defer { isHigh = isNow }
            return isHigh != nil && isNow != isHigh
        }
    }
}
