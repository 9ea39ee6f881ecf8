internal import CulpritModel

/// What is usual for a series at each of its samples.
struct Expectation {
    private(set) var values: [Double]
    /// How much the series varies at the time of day or week of each sample, of what it varies by at all times.
    private(set) var spreads: [Double]

    /// Expects the median of what came before, and what the time of day or week usually adds to it, as the samples up to
    /// `knownCount` tell.
    init(before samples: [Sample], knownCount: Int? = nil, parameters: WindowParameters) {
        let raw = samples.map(\.value)
        let days = Self.dayCount(samples)
        let step = Self.usualStepSeconds(samples)
        let hasDays = days >= parameters.seasonalDays
        let width = hasDays ? Int(parameters.memorySeconds / max(step, 1e-9)) : raw.count / 4
        // Of a day of which nothing came before, the morning is not the level.
        values = RobustStatistics.medianBefore(raw, width: max(30, min(width, raw.count)), looksAhead: hasDays)
        spreads = raw.map { _ in 1 }
        addProfile(of: samples, from: raw.indices.map { $0 < knownCount ?? raw.count }, days: days)
    }

    /// Expects the median of the samples that `isReference` marks, and what their times of day or week usually add to it.
    init(reference isReference: [Bool], of samples: [Sample], parameters: WindowParameters) {
        let reference = zip(samples, isReference).filter(\.1).map(\.0)
        let level = RobustStatistics.median(reference.map(\.value))
        values = samples.map { _ in level }
        spreads = values.map { _ in 1 }
        addProfile(of: samples, from: isReference, days: Self.dayCount(reference))
    }

    /// The usual time between two samples.
    static func usualStepSeconds(_ samples: [Sample]) -> Double {
        RobustStatistics.median(zip(samples, samples.dropFirst()).map { $1.time.seconds(since: $0.time) })
    }

    private static func dayCount(_ samples: [Sample]) -> Double {
        guard let first = samples.first, let last = samples.last else { return 0 }
        return last.time.seconds(since: first.time) / 86_400
    }

    /// Adds what is usual at the time of day, and then of working days and of the week: all of it where other days or
    /// weeks foretell the samples the better by it, else what is certain of it.
    private mutating func addProfile(of samples: [Sample], from isReference: [Bool], days: Double) {
        let times = samples.map(\.time)
        for cycle in TimeProfile.Cycle.allCases where days >= cycle.leastDays {
            let rests = zip(samples, values).map { $0.value - $1 }
            let reference = zip(rests, isReference).filter(\.1).map(\.0)
            let center = RobustStatistics.median(reference)
            let profile = TimeProfile(cycle, of: rests.map { $0 - center }, at: times, from: isReference)
            let isBetter = profile.error < RobustStatistics.median(reference.map { ($0 - center).magnitude })
            for index in values.indices { values[index] += isBetter ? profile.values[index] : profile.certain[index] }
            if isBetter { spreads = profile.spreads(of: rests.map { $0 - center }, from: isReference) }
        }
    }
}
