package import CulpritModel

/// Returns the spans in which `series` is not what it usually is, in the order of time.
///
/// With a period, its samples are compared with those of the baseline, or with all others where there is none. Without,
/// each sample is compared with what came before it; with `isOnline` nothing that came after it plays a part, not even in
/// what is usual, as for an alarm that rings at once. Takes O(n log n) time.
package func anomalousWindows(
    in series: Series, signal: Signal, baseline: TimeSpan?, period: TimeSpan?, isOnline: Bool = false,
    parameters: WindowParameters = WindowParameters()
) -> [Window] {
    let detector = WindowDetector(series, series.samples, signal: signal, parameters: parameters)
    if isOnline { return detector.onlineWindows().filter { period?.overlaps($0.span) ?? true } }
    guard let span = period ?? baseline.flatMap({ detector.rest(after: $0) }) else { return detector.windows() }
    return detector.windows(in: span, baseline: baseline)
}

/// Finds the windows of one series.
struct WindowDetector {
    let series: Series
    let samples: [Sample]
    let signal: Signal
    let parameters: WindowParameters
    let stepSeconds: Double

    init(_ series: Series, _ samples: [Sample], signal: Signal, parameters: WindowParameters) {
        (self.series, self.samples, self.signal, self.parameters) = (series, samples, signal, parameters)
        stepSeconds = Expectation.usualStepSeconds(samples)
    }

    func rest(after baseline: TimeSpan) -> TimeSpan? {
        guard let last = samples.last?.time, last >= baseline.to else { return nil }
        return TimeSpan(from: baseline.to, to: last.advanced(bySeconds: 1))
    }

    /// Compares each sample with those before it.
    func windows() -> [Window] {
        guard samples.count >= parameters.leastReferenceCount else { return [] }
        let expected = Expectation(before: samples, parameters: parameters)
        let everywhere = samples.map { _ in true }
        let deviations = deviations(
            from: expected, reference: everywhere, scales: fittingScales(samples.count), isBounded: false)
        let spread = spreadDeviations(from: expected, reference: everywhere, width: parameters.spreadScale)
        let distance = max(parameters.joinedSampleCount, Int(parameters.joinedFraction * Double(samples.count)))
        let windows = lastingWindows(deviations, spread, expected.values, joining: distance)
        return strongest(windows, flappings()).sorted(by: <)
    }

    /// Compares each sample with those before it, and with a spread that they alone tell.
    ///
    /// What is usual is learnt anew each time that the known part has grown by an eighth.
    func onlineWindows() -> [Window] {
        var known = parameters.leastReferenceCount * 2
        guard samples.count >= known else { return [] }
        var (all, spread) = (Array(repeating: 0.0, count: known), Array(repeating: 0.0, count: known))
        var usual = samples[..<known].map(\.value)
        while known < samples.count {
            let next = min(samples.count, known + max(8, known / 8))
            let part = WindowDetector(
                series, Array(samples[..<next]), signal: signal, parameters: parameters)
            let expected = Expectation(before: part.samples, knownCount: known, parameters: parameters)
            let isKnown = part.samples.indices.map { $0 < known }
            let deviations = part.deviations(
                from: expected, reference: isKnown, scales: fittingScales(known), isBounded: false, looksBack: true)
            let spreads = part.spreadDeviations(
                from: expected, reference: isKnown, width: parameters.spreadScale, looksBack: true)
            (all, spread) = (all + deviations[known...], spread + spreads[known...])
            usual += expected.values[known...]
            known = next
        }
        // How long the series will be is not known yet.
        return lastingWindows(all, spread, usual, joining: parameters.joinedSampleCount, looksAhead: false)
    }

    /// How far the samples are from the usual, in units of how much they vary at their time of day or week.
    func rests(from usual: Expectation) -> [Double] {
        samples.indices.map { (samples[$0].value - usual.values[$0]) / usual.spreads[$0] }
    }

    private func fittingScales(_ count: Int) -> [Int] { parameters.scales.filter { $0 * 8 <= count } }

    /// The windows of a course, of which the earlier make the later less unusual.
    private func lastingWindows(
        _ deviations: [Double], _ spread: [Double], _ expected: [Double], joining distance: Int,
        looksAhead: Bool = true
    ) -> [Window] {
        let everywhere = samples.map { _ in true }
        let runs = runs(in: deviations, within: everywhere, joining: distance)
        let windows = zip(runs, lastingExcesses(runs, deviations)).map {
            window(over: $0, excess: $1, deviations, expected)
        }
        return
            (strongest(windows, spreadWindows(spread, expected, within: everywhere)) + flatLines()
            + gaps(in: nil, looksAhead: looksAhead))
            .sorted(by: <)
    }

    /// Compares the samples in `period` with those of `baseline`, or with all that are not in the period.
    func windows(in period: TimeSpan, baseline: TimeSpan?) -> [Window] {
        let isInside = samples.map { period.contains($0.time) }
        var isReference = samples.map { !period.contains($0.time) && baseline?.contains($0.time) ?? true }
        if isReference.count(where: \.self) < parameters.leastReferenceCount { isReference = isInside.map { !$0 } }
        guard isReference.count(where: \.self) >= parameters.leastReferenceCount else {
            return windows().filter { $0.span.overlaps(period) }
        }
        let expected = Expectation(reference: isReference, of: samples, parameters: parameters)
        let deviations = deviations(from: expected, reference: isReference, scales: [1, 3], isBounded: true)
        let own = self.deviations(from: expected, reference: isReference, scales: [1], isBounded: true)
        let windows = runs(in: deviations, within: isInside, joining: 3).map {
            window(over: trimmed($0, to: own), excess: excess(of: $0, deviations), deviations, expected.values)
        }
        let width = min(parameters.spreadScale, isInside.count(where: \.self))
        let spread = spreadDeviations(from: expected, reference: isReference, width: width)
        let others = spreadWindows(spread, expected.values, within: isInside)
        return (strongest(windows, others) + gaps(in: period)).sorted(by: <)
    }

    /// Of windows that overlap, those of samples that are far off stay, unless what they do together is stranger.
    private func strongest(_ windows: [Window], _ others: [Window]) -> [Window] {
        let kept = others.filter { other in
            windows.allSatisfy { !$0.span.overlaps(other.span) || $0.score < other.score }
        }
        return windows.filter { window in !kept.contains { $0.span.overlaps(window.span) } } + kept
    }

    /// Returns the largest robust deviation that each sample takes part in, over all scales, with its sign.
    ///
    /// The mean over a scale counts for its middle, or for its end where it `looksBack`.
    private func deviations(
        from usual: Expectation, reference isReference: [Bool], scales: [Int], isBounded: Bool,
        looksBack: Bool = false
    ) -> [Double] {
        let rests = rests(from: usual)
        let reference = zip(rests, isReference).filter(\.1).map(\.0)
        let center = RobustStatistics.median(reference)
        let level = RobustStatistics.median(zip(samples, isReference).filter(\.1).map { $0.0.value.magnitude })
        let countingSpread = countingSpread(zip(samples, isReference).filter(\.1).map { $0.0.value })
        var result = rests.map { _ in 0.0 }
        for scale in scales {
            let means = RobustStatistics.means(rests.map { $0 - center }, width: scale)
            let others = RobustStatistics.means(reference.map { $0 - center }, width: scale)
            let floor = max(parameters.spreadFloor * level, countingSpread) / Double(scale).squareRoot()
            // Where the reference never moved, no deviation counts for more than 20: there is no spread to compare with.
            let largest = isBounded ? means.reduce(0) { max($0, $1.magnitude) } : 0
            let spread = max(RobustStatistics.spread(ofDeviations: others), floor, 0.05 * largest, 1e-9)
            for (index, mean) in means.enumerated() {
                let middle = index + (looksBack ? scale - 1 : scale / 2)
                if (mean / spread).magnitude > result[middle].magnitude { result[middle] = mean / spread }
            }
        }
        return result
    }

    /// How much the rate of rare events varies by chance alone: a count of n has a standard deviation of its root
    /// (Poisson), and one that was never met may as well be one.
    private func countingSpread(_ reference: [Double]) -> Double {
        guard series.isCounter, stepSeconds > 0, !reference.isEmpty else { return 0 }
        let mean = reference.reduce(0, +) / Double(reference.count)
        return max(mean * stepSeconds, 1).squareRoot() / stepSeconds
    }

    /// The run without the samples at its ends that only a mean with their neighbours made anomalous: when it began is
    /// what came first, and what came first decides.
    private func trimmed(_ run: ClosedRange<Int>, to own: [Double]) -> ClosedRange<Int> {
        guard let first = run.first(where: { own[$0].magnitude > parameters.threshold }),
            let last = run.last(where: { own[$0].magnitude > parameters.threshold })
        else { return run }
        return first...last
    }

    /// Joins the anomalous samples that are close to each other, unless what comes is far stranger than what was there:
    /// a small trouble shortly before must not speak for a large one.
    func runs(in deviations: [Double], within isInside: [Bool], joining distance: Int) -> [ClosedRange<Int>] {
        var runs: [ClosedRange<Int>] = []
        for index in deviations.indices
        where isInside[index] && deviations[index].magnitude > parameters.threshold {
            if let last = runs.last, index - last.upperBound <= min(distance, parameters.joinedSampleCount) {
                runs[runs.count - 1] = last.lowerBound...index
            } else {
                runs.append(index...index)
            }
        }
        var joined: [ClosedRange<Int>] = []
        for run in runs {
            if let last = joined.last, run.lowerBound - last.upperBound <= distance,
                excess(of: run, deviations) < parameters.strangerFactor * excess(of: last, deviations)
            {
                joined[joined.count - 1] = last.lowerBound...run.upperBound
            } else {
                joined.append(run)
            }
        }
        return joined
    }

    /// How far a run is from the usual: 1 is worth a report.
    private func excess(of run: ClosedRange<Int>, _ deviations: [Double]) -> Double {
        let largest = run.map { deviations[$0].magnitude }.max() ?? 0
        let anomalousCount = run.count { deviations[$0].magnitude > parameters.threshold }
        // A lone sample is worth less than a short run, and a long run more.
        let persistence = anomalousCount == 1 ? 0.8 : min(1.5, 1 + Double(anomalousCount) / 40)
        let excess = largest / parameters.threshold
        return excess * excess * persistence
    }

    /// How far each of some runs is from the usual, and less where earlier ones were as far.
    func lastingExcesses(_ runs: [ClosedRange<Int>], _ deviations: [Double]) -> [Double] {
        let excesses = runs.map { excess(of: $0, deviations) }
        return excesses.indices.map { index in
            let asFar = excesses[..<index].count { $0 >= excesses[index] }
            return excesses[index] / (1 + parameters.habit * Double(asFar))
        }
    }

    private func window(
        over run: ClosedRange<Int>, excess: Double, _ deviations: [Double], _ expected: [Double]
    ) -> Window {
        let extreme = run.max { deviations[$0].magnitude < deviations[$1].magnitude } ?? run.lowerBound
        let isUp = deviations[extreme] > 0
        let values = run.map { samples[$0].value }
        let peak = isUp ? values.max() : values.min()
        let direction: Window.Direction = isUp ? .up : .down
        return window(
            over: run, score: score(excess, direction), direction, from: expected[run.lowerBound],
            to: peak ?? samples[extreme].value, WindowShape(run, of: samples, expected: expected).shape)
    }

    /// The window of the samples of a run, which are at `expected` usually and reach `peak`.
    func window(
        over run: ClosedRange<Int>, score: Double, _ direction: Window.Direction, from expected: Double,
        to peak: Double, _ shape: Window.Shape
    ) -> Window {
        let end = samples[run.upperBound].time.advanced(bySeconds: stepSeconds)
        return Window(
            span: TimeSpan(from: samples[run.lowerBound].time, to: end), series: series.key, signal: signal,
            score: score, direction: direction, expected: expected, peak: peak, source: series.source, shape: shape)
    }

    /// What is left of the score of what is not bad.
    static let harmlessWeight = 0.6

    /// Maps 1, the threshold, to 0.5 and more to at most 1.
    static func share(_ excess: Double) -> Double { 1 - 1 / (1 + excess) }

    /// The score of an excess; what is not bad for the signal counts for less.
    func score(_ excess: Double, _ direction: Window.Direction) -> Double {
        let isBad =
            switch (direction, signal.bad) {
            case (.gap, _), (_, .both), (.up, .up), (.down, .down): true
            default: false
            }
        return Self.share(excess) * (isBad ? 1 : Self.harmlessWeight)
    }
}

extension Window {
    fileprivate static func < (left: Window, right: Window) -> Bool {
        (left.span, left.direction.rawValue) < (right.span, right.direction.rawValue)
    }
}
