package import CulpritModel

/// Returns the spans in which `series` is not what it usually is, in the order of time.
///
/// With a period, its samples are compared with those of the baseline, or with all others where there is none. Without,
/// each sample is compared with what came before it. Takes O(n log n) time.
package func anomalousWindows(
    in series: Series, signal: Signal, baseline: TimeSpan?, period: TimeSpan?,
    parameters: WindowParameters = WindowParameters()
) -> [Window] {
    let detector = WindowDetector(
        series: series, samples: series.samples, signal: signal, parameters: parameters)
    guard let span = period ?? baseline.flatMap({ detector.rest(after: $0) }) else { return detector.windows() }
    return detector.windows(in: span, baseline: baseline)
}

/// Finds the windows of one series.
private struct WindowDetector {
    let series: Series
    let samples: [Sample]
    let signal: Signal
    let parameters: WindowParameters

    private var usualStepSeconds: Double { Expectation.usualStepSeconds(samples) }

    func rest(after baseline: TimeSpan) -> TimeSpan? {
        guard let last = samples.last?.time, last >= baseline.to else { return nil }
        return TimeSpan(from: baseline.to, to: last.advanced(bySeconds: 1))
    }

    /// Compares each sample with those before it.
    func windows() -> [Window] {
        guard samples.count >= parameters.leastReferenceCount else { return [] }
        let expected = Expectation(before: samples, parameters: parameters).values
        let everywhere = samples.map { _ in true }
        let fitting = parameters.scales.filter { $0 * 8 <= samples.count }
        let deviations = deviations(from: expected, reference: everywhere, scales: fitting, isBounded: false)
        let gap = max(parameters.joinedSampleCount, Int(parameters.joinedFraction * Double(samples.count)))
        return (runs(in: deviations, within: everywhere, joining: gap, expected) + gaps(in: nil)).sorted(by: <)
    }

    /// Compares the samples in `period` with those of `baseline`, or with all that are not in the period.
    func windows(in period: TimeSpan, baseline: TimeSpan?) -> [Window] {
        let isInside = samples.map { period.contains($0.time) }
        var isReference = samples.map { !period.contains($0.time) && baseline?.contains($0.time) ?? true }
        if isReference.count(where: \.self) < parameters.leastReferenceCount { isReference = isInside.map { !$0 } }
        guard isReference.count(where: \.self) >= parameters.leastReferenceCount else {
            return windows().filter { $0.span.overlaps(period) }
        }
        let expected = Expectation(reference: isReference, of: samples, parameters: parameters).values
        let deviations = deviations(from: expected, reference: isReference, scales: [1, 3], isBounded: true)
        return (runs(in: deviations, within: isInside, joining: 3, expected) + gaps(in: period)).sorted(by: <)
    }

    /// Returns the largest robust deviation that each sample takes part in, over all scales, with its sign.
    private func deviations(
        from expected: [Double], reference isReference: [Bool], scales: [Int], isBounded: Bool
    ) -> [Double] {
        let rests = zip(samples, expected).map { $0.value - $1 }
        let reference = zip(rests, isReference).filter(\.1).map(\.0)
        let center = RobustStatistics.median(reference)
        let level = RobustStatistics.median(zip(samples, isReference).filter(\.1).map { $0.0.value.magnitude })
        var result = rests.map { _ in 0.0 }
        for scale in scales {
            let means = RobustStatistics.means(rests.map { $0 - center }, width: scale)
            let usual = RobustStatistics.means(reference.map { $0 - center }, width: scale)
            let floor = parameters.spreadFloor * level / Double(scale).squareRoot()
            // Where the reference never moved, no deviation counts for more than 20: there is no spread to compare with.
            let largest = isBounded ? means.reduce(0) { max($0, $1.magnitude) } : 0
            let spread = max(RobustStatistics.spread(ofDeviations: usual), floor, 0.05 * largest, 1e-9)
            for (index, mean) in means.enumerated() {
                let middle = index + scale / 2
                if (mean / spread).magnitude > result[middle].magnitude { result[middle] = mean / spread }
            }
        }
        return result
    }

    /// Joins the anomalous samples that are close to each other.
    private func runs(
        in deviations: [Double], within isInside: [Bool], joining distance: Int, _ expected: [Double]
    ) -> [Window] {
        var runs: [ClosedRange<Int>] = []
        for index in deviations.indices
        where isInside[index] && deviations[index].magnitude > parameters.threshold {
            if let last = runs.last, index - last.upperBound <= distance {
                runs[runs.count - 1] = last.lowerBound...index
            } else {
                runs.append(index...index)
            }
        }
        let step = usualStepSeconds
        return runs.map { window(over: $0, deviations, expected, stepSeconds: step) }
    }

    private func window(
        over run: ClosedRange<Int>, _ deviations: [Double], _ expected: [Double], stepSeconds: Double
    ) -> Window {
        let extreme = run.max { deviations[$0].magnitude < deviations[$1].magnitude } ?? run.lowerBound
        let isUp = deviations[extreme] > 0
        let values = run.map { samples[$0].value }
        let peak = isUp ? values.max() : values.min()
        let excess = deviations[extreme].magnitude / parameters.threshold
        let anomalousCount = run.count { deviations[$0].magnitude > parameters.threshold }
        // A lone sample is worth less than a short run, and a long run more.
        let persistence = anomalousCount == 1 ? 0.8 : min(1.5, 1 + Double(anomalousCount) / 40)
        return Window(
            span: TimeSpan(
                from: samples[run.lowerBound].time, to: samples[run.upperBound].time.advanced(bySeconds: stepSeconds)),
            series: series.key, signal: signal,
            score: score(excess * excess * persistence, isUp ? .up : .down), direction: isUp ? .up : .down,
            expected: expected[run.lowerBound], peak: peak ?? samples[extreme].value, source: series.source)
    }

    /// Returns the spans without samples where there usually are some.
    private func gaps(in period: TimeSpan?) -> [Window] {
        guard samples.count >= 2 * parameters.leastReferenceCount else { return [] }
        let steps = zip(samples, samples.dropFirst()).map { $1.time.seconds(since: $0.time) }
        let sorted = steps.sorted()
        let usual = max(
            RobustStatistics.quantile(0.5, ofSorted: sorted), RobustStatistics.quantile(0.98, ofSorted: sorted) / 3)
        return steps.indices.compactMap { index in
            let excess = steps[index] / max(usual * parameters.gapFactor, 1e-9)
            let (before, after) = (samples[index], samples[index + 1])
            let span = TimeSpan(from: before.time.advanced(bySeconds: usual), to: after.time)
            guard excess > 1, period?.overlaps(span) ?? true else { return nil }
            return Window(
                span: span, series: series.key, signal: signal, score: score(excess, .gap), direction: .gap,
                expected: before.value, peak: after.value, source: series.source)
        }
    }

    /// Maps 1, the threshold, to 0.5 and more to at most 1; what is not bad for the signal counts for less.
    private func score(_ excess: Double, _ direction: Window.Direction) -> Double {
        let isBad =
            switch (direction, signal.bad) {
            case (.gap, _), (_, .both), (.up, .up), (.down, .down): true
            default: false
            }
        return excess / (excess + 1) * (isBad ? 1 : 0.6)
    }
}

extension Window {
    fileprivate static func < (left: Window, right: Window) -> Bool {
        (left.span, left.direction.rawValue) < (right.span, right.direction.rawValue)
    }
}
