internal import CulpritModel

/// Windows in which nothing moves, or nothing is.
extension WindowDetector {
    /// Returns the spans in which a series that moves has one value, much longer than it ever had before.
    func flatLines() -> [Window] {
        var (longest, start, windows): (Int, Int, [Window]) = (1, 0, [])
        for index in samples.indices.dropFirst() {
            let isSame = samples[index].value == samples[start].value
            if isSame, index + 1 < samples.count { continue }
            let length = isSame ? index - start + 1 : index - start
            let excess = Double(length) / Double(parameters.flatFactor * longest)
            if start >= 2 * parameters.flatFactor, excess > 1 {
                windows.append(
                    window(
                        over: start...start + length - 1, score: score(excess, .gap), .gap,
                        from: samples[start - 1].value, to: samples[start].value, .flatLine))
            }
            longest = max(longest, length)
            start = index
        }
        return windows
    }

    /// Returns the spans without samples where there usually are some: the more of them there are that are not much
    /// shorter, the less each of them is worth.
    func gaps(in period: TimeSpan?, looksAhead: Bool = true) -> [Window] {
        guard samples.count >= 2 * parameters.leastReferenceCount else { return [] }
        let steps = zip(samples, samples.dropFirst()).map { $1.time.seconds(since: $0.time) }
        let sorted = steps.sorted()
        let usual = max(
            RobustStatistics.quantile(0.5, ofSorted: sorted), RobustStatistics.quantile(0.98, ofSorted: sorted) / 3)
        let longest = max(usual * parameters.gapFactor, 1e-9)
        let long = steps.indices.filter { steps[$0] > longest }
        return long.enumerated().compactMap { rank, index in
            let likeCount = long[...(looksAhead ? long.count - 1 : rank)].count { 4 * steps[$0] >= steps[index] }
            let excess = steps[index] / longest / Double(likeCount)
            let (before, after) = (samples[index], samples[index + 1])
            let span = TimeSpan(from: before.time.advanced(bySeconds: usual), to: after.time)
            guard excess > 1, period?.overlaps(span) ?? true else { return nil }
            return Window(
                span: span, series: series.key, signal: signal, score: score(excess, .gap), direction: .gap,
                expected: before.value, peak: after.value, source: series.source, shape: .gap)
        }
    }
}
