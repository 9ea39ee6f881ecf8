internal import CulpritModel

/// Windows of what the samples one by one do not tell: how much they vary, and how often they change between two levels.
extension WindowDetector {
    /// Says how far the spread around each sample is from the usual one, as far as `width` samples tell it.
    func spreadDeviations(
        from usual: Expectation, reference isReference: [Bool], width: Int, looksBack: Bool = false
    ) -> [Double] {
        SpreadChange(rests(from: usual), reference: isReference, width: width, looksBack: looksBack).deviations
            ?? samples.map { _ in 0 }
    }

    /// The windows in which the series varies more or less than it usually does.
    func spreadWindows(_ spread: [Double], _ expected: [Double], within isInside: [Bool]) -> [Window] {
        let runs = runs(in: spread, within: isInside, joining: parameters.spreadScale)
        return zip(runs, lastingExcesses(runs, spread)).map { run, excess in
            let values = run.map { samples[$0].value }
            let usual = expected[run.lowerBound]
            let farthest = run.max { spread[$0].magnitude < spread[$1].magnitude } ?? run.lowerBound
            guard spread[farthest] > 0 else {
                // To be calm is not bad, unless the series stands still.
                return window(
                    over: run, score: Self.harmlessWeight * Self.share(excess), .down, from: usual,
                    to: RobustStatistics.median(values), .changedSpread)
            }
            let (lowest, highest) = (values.min() ?? usual, values.max() ?? usual)
            let direction: Window.Direction =
                switch signal.bad {
                case .up: .up
                case .down: .down
                case .both: highest - usual >= usual - lowest ? .up : .down
                }
            return window(
                over: run, score: score(excess, direction), direction, from: usual,
                to: direction == .up ? highest : lowest, changingShape(over: run, expected))
        }
    }

    /// The windows in which a series of two levels changes between them far more often than it did before.
    func flappings() -> [Window] {
        let values = samples.map(\.value)
        guard let levels = Levels(of: values, leastPart: 0.95) else { return [] }
        // The turns: how long it stays on a level.
        let starts = [0] + levels.changes(in: values)
        let lengths = zip(starts, starts.dropFirst() + [values.count]).map { $1 - $0 }
        var windows: [Window] = []
        var past = PastTurns()
        var (turn, pastCount) = (2, 0)
        while turn < lengths.count {
            for length in lengths[pastCount..<turn] { past.add(length) }
            pastCount = turn
            let usual = past.usualLength
            let rest = lengths[turn...]
            let last = (rest.firstIndex { $0 * parameters.flatFactor > usual } ?? rest.endIndex) - 1
            if last - turn >= Levels.leastChanges {
                let run = starts[turn]...starts[last] + lengths[last] - 1
                let meanLength = Double(run.count) / Double(last - turn + 1)
                let excess = Double(usual) / (Double(parameters.flatFactor) * meanLength)
                let isUp = signal.bad == .up || signal.bad == .both && values[starts[turn]] > values[starts[turn] - 1]
                let direction: Window.Direction = isUp ? .up : .down
                windows.append(
                    window(
                        over: run, score: score(excess, direction), direction,
                        from: isUp ? levels.low : levels.high, to: isUp ? levels.high : levels.low,
                        changingShape(over: run, values.map { _ in (levels.low + levels.high) / 2 })))
            }
            turn = max(turn, last) + 1
        }
        return windows
    }

    private func changingShape(over run: ClosedRange<Int>, _ expected: [Double]) -> Window.Shape {
        let shape = WindowShape(run, of: samples, expected: expected).shape
        if case .flapping = shape { return shape }
        return .changedSpread
    }
}
