/// Statistics that a few wild values do not move.
enum RobustStatistics {
    /// Returns the value below which `fraction` of `sorted` lies, between two neighbours by weight.
    static func quantile(_ fraction: Double, ofSorted sorted: [Double]) -> Double {
        guard let last = sorted.last else { return 0 }
        let position = fraction * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }

    /// Returns the middle value, or the mean of the two in the middle; takes O(n) time.
    static func median(_ values: some Sequence<Double>) -> Double {
        var values = Array(values)
        guard !values.isEmpty else { return 0 }
        let middle = values.count / 2
        select(middle, in: &values)
        guard values.count.isMultiple(of: 2) else { return values[middle] }
        let below = values[..<middle].max() ?? values[middle]
        return below + 0.5 * (values[middle] - below)
    }

    /// Puts the value that has `rank` values before it in order there, none greater before it and none less behind.
    ///
    /// C. A. R. Hoare, Algorithm 65: Find, CACM 4 (1961); where it does not come to an end soon the rest is sorted.
    private static func select(_ rank: Int, in values: inout [Double]) {
        var (low, high, roundCount) = (0, values.count - 1, 0)
        while low < high {
            roundCount += 1
            guard roundCount < 64 else { return values[low...high].sort() }
            let ends = (min(values[low], values[high]), max(values[low], values[high]))
            let pivot = min(max(values[(low + high) / 2], ends.0), ends.1)
            var (left, right) = (low, high)
            while left <= right {
                while values[left] < pivot { left += 1 }
                while values[right] > pivot { right -= 1 }
                guard left <= right else { break }
                values.swapAt(left, right)
                (left, right) = (left + 1, right - 1)
            }
            if rank <= right { high = right } else if rank >= left { low = left } else { return }
        }
    }

    /// Returns a standard deviation that holds for a normal distribution and is not too small for one with long tails.
    ///
    /// The tails are those of the typical twelfth of the series, so that one long anomaly does not hide itself.
    static func spread(ofDeviations deviations: [Double]) -> Double {
        let magnitudes = deviations.map(\.magnitude)
        let blockSize = max(16, (magnitudes.count + 11) / 12)
        var (p95, p995): ([Double], [Double]) = ([], [])
        for start in stride(from: 0, to: magnitudes.count, by: blockSize) {
            let sorted = magnitudes[start..<min(start + blockSize, magnitudes.count)].sorted()
            p95.append(quantile(0.95, ofSorted: sorted))
            p995.append(quantile(0.995, ofSorted: sorted))
        }
        // 1.4826 makes the median absolute deviation a standard deviation.
        let typical = 1.4826 * median(magnitudes)
        let tails = max(median(p95) / 2.5, median(p995) / 4)
        guard typical == 0 else { return max(typical, tails) }
        // More than half of the values are the same, as of rare events: 1.2533 does the same for the mean absolute
        // deviation (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993).
        return max(tails, 1.2533 * magnitudes.reduce(0, +) / Double(max(1, magnitudes.count)))
    }

    /// Returns Pearson's correlation of pairs, 0 where one of them does not move.
    static func correlation(_ pairs: [(Double, Double)]) -> Double {
        let count = Double(max(1, pairs.count))
        let means = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
        let (common, first, second) = pairs.reduce((0.0, 0.0, 0.0)) { sums, pair in
            let rest = (pair.0 - means.0, pair.1 - means.1)
            return (sums.0 + rest.0 * rest.1, sums.1 + rest.0 * rest.0, sums.2 + rest.1 * rest.1)
        }
        return first > 0 && second > 0 ? common / (first * second).squareRoot() : 0
    }

    /// Returns for each value the median of up to `width` values before it; with `looksAhead` that of the first `width`
    /// values for each of these.
    ///
    /// Computed anew every 1/24 of the width, which makes it O(n log n).
    static func medianBefore(_ values: [Double], width: Int, looksAhead: Bool = false) -> [Double] {
        let (step, leastCount) = (max(1, width / 24), looksAhead ? width : 10)
        let first = median(values.prefix(looksAhead ? width : max(leastCount, min(values.count, width / 4))))
        var result: [Double] = []
        result.reserveCapacity(values.count)
        for start in stride(from: 0, to: values.count, by: step) {
            let level = start < leastCount ? first : median(values[max(0, start - width)..<start])
            for _ in start..<min(start + step, values.count) { result.append(level) }
        }
        return result
    }

    /// Returns the means of all runs of `width` values; the first begins with the first value.
    static func means(_ values: [Double], width: Int) -> [Double] {
        guard width > 1 else { return values }
        guard values.count >= width else { return [] }
        var sum = values.prefix(width).reduce(0, +)
        var result = [sum / Double(width)]
        for index in width..<values.count {
            sum += values[index] - values[index - width]
            result.append(sum / Double(width))
        }
        return result
    }
}
