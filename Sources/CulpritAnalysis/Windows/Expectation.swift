internal import CulpritModel

/// What is usual for a series at each of its samples.
struct Expectation {
    private(set) var values: [Double]

    /// Expects the median of what came before, and what the time of day usually adds to it, as the samples up to
    /// `knownCount` tell.
    init(before samples: [Sample], knownCount: Int? = nil, parameters: WindowParameters) {
        let raw = samples.map(\.value)
        let days = Self.dayCount(samples)
        let step = Self.usualStepSeconds(samples)
        let width = days >= parameters.seasonalDays ? Int(parameters.memorySeconds / max(step, 1e-9)) : raw.count / 4
        values = RobustStatistics.medianBefore(raw, width: max(30, min(width, raw.count)))
        addSeason(of: samples, from: raw.indices.map { $0 < knownCount ?? raw.count }, days: days, parameters)
    }

    /// Expects the median of the samples that `isReference` marks, and what their times of day usually add to it.
    init(reference isReference: [Bool], of samples: [Sample], parameters: WindowParameters) {
        let reference = zip(samples, isReference).filter(\.1).map(\.0)
        let level = RobustStatistics.median(reference.map(\.value))
        values = samples.map { _ in level }
        addSeason(of: samples, from: isReference, days: Self.dayCount(reference), parameters)
    }

    /// The usual time between two samples.
    static func usualStepSeconds(_ samples: [Sample]) -> Double {
        RobustStatistics.median(zip(samples, samples.dropFirst()).map { $1.time.seconds(since: $0.time) })
    }

    private static func dayCount(_ samples: [Sample]) -> Double {
        guard let first = samples.first, let last = samples.last else { return 0 }
        return last.time.seconds(since: first.time) / 86_400
    }

    /// Adds the median rest of each half hour of the day where that makes the rest smaller.
    private mutating func addSeason(
        of samples: [Sample], from isReference: [Bool], days: Double, _ parameters: WindowParameters
    ) {
        guard days >= parameters.seasonalDays else { return }
        let separatesWeekends = days >= 28
        let slots = samples.map { Self.slot(of: $0.time, separatesWeekends: separatesWeekends) }
        var rests: [[Double]] = Array(repeating: [], count: 96)
        var plain: [Double] = []
        for index in samples.indices where isReference[index] {
            rests[slots[index]].append(samples[index].value - values[index])
            plain.append(samples[index].value - values[index])
        }
        let profile = rests.map { $0.count >= 3 ? RobustStatistics.median($0) : 0 }
        let center = RobustStatistics.median(plain)
        let before = RobustStatistics.median(plain.map { ($0 - center).magnitude })
        var seasonal: [Double] = []
        for index in samples.indices where isReference[index] {
            seasonal.append((samples[index].value - values[index] - profile[slots[index]]).magnitude)
        }
        guard RobustStatistics.median(seasonal) < before else { return }
        for index in values.indices { values[index] += profile[slots[index]] }
    }

    /// Returns the half hour of the day, and 48 more on weekends (1970-01-01 was a Thursday).
    private static func slot(of time: Timestamp, separatesWeekends: Bool) -> Int {
        let day = time.floored(toNanoseconds: 86_400 * Timestamp.nanosecondsPerSecond)
        let halfHour = Int((time.seconds - day.seconds) / 1_800)
        let isWeekend = ((day.seconds / 86_400 + 4) % 7 + 7) % 7 % 6 == 0
        return halfHour + (separatesWeekends && isWeekend ? 48 : 0)
    }
}
