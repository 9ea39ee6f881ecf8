internal import CulpritModel
internal import Foundation

/// When what happens: about two hours with one fault, and how busy the service is at each moment.
struct Timeline {
    let start: Timestamp
    let end: Timestamp
    let faultStart: Timestamp
    let faultEnd: Timestamp
    private let riseSeconds: Double
    private let isCalm: Bool
    private let phases: [Double]

    init(scenario: Scenario, seed: UInt64) {
        var generator = SplitMix64(seed: seed, part: "timeline \(scenario.rawValue)")
        let firstDay = Timestamp(seconds: 1_772_546_400)  // 2026-03-03T14:00:00Z
        start = firstDay.advanced(bySeconds: Double(seed % 20 * 86_400) + Double(generator.whole(0...11) * 300))
        faultStart = start.advanced(bySeconds: Double(generator.whole(80 * 60...100 * 60)))
        faultEnd = faultStart.advanced(bySeconds: Double(generator.whole(15 * 60...20 * 60)))
        end = faultEnd.advanced(bySeconds: Double(generator.whole(12 * 60...18 * 60))).minuteStart
        phases = (0..<4).map { _ in generator.number(0...6.28) }
        isCalm = scenario == .calmDay
        riseSeconds = scenario.riseSeconds
    }

    /// A second fault in the run of `other`, which comes within three minutes of its fault and lasts about as long.
    init(scenario: Scenario, beside other: Timeline, seed: UInt64) {
        var generator = SplitMix64(seed: seed, part: "second \(scenario.rawValue)")
        (start, end, phases) = (other.start, other.end, other.phases)
        faultStart = other.faultStart.advanced(bySeconds: Double(generator.whole(0...180)))
        faultEnd = other.faultEnd.advanced(bySeconds: Double(generator.whole(-120...120)))
        (riseSeconds, isCalm) = (scenario.riseSeconds, scenario == .calmDay)
    }

    /// The whole length of the run.
    var spanSeconds: Int { Int(end.seconds - start.seconds) }

    /// Returns how far the fault has come at `time`, from 0 (no fault) to 1; `delay` seconds later for what it causes.
    func intensity(at time: Timestamp, delay: Double = 0) -> Double {
        if isCalm { return 0 }
        let sinceStart = time.seconds(since: faultStart) - delay
        let sinceEnd = time.seconds(since: faultEnd) - delay
        if sinceStart <= 0 { return 0 }
        let risen = min(1, sinceStart / riseSeconds)
        let wobble = 0.9 + 0.1 * sin(sinceStart / 47 + phases[0])
        return sinceEnd <= 0 ? risen * wobble : risen * wobble * max(0, 1 - sinceEnd / 60)
    }

    /// Returns the seconds of work that have piled up at `time`: all since the fault began, none four minutes after.
    func backlogSeconds(at time: Timestamp, delay: Double = 0) -> Double {
        if isCalm { return 0 }
        let piled = max(0, min(time, faultEnd).seconds(since: faultStart) - delay)
        return piled * max(0, 1 - max(0, time.seconds(since: faultEnd)) / 240)
    }

    /// Returns how busy the service is at `time`, about 1: the hours of the day and slow swings.
    func load(at time: Timestamp) -> Double {
        let hours = Double(time.seconds % 86_400) / 3_600
        let minutes = time.seconds(since: start) / 60
        let daily = 0.12 * sin((hours - 11) / 24 * 2 * .pi)
        let swings = 0.03 * sin(minutes / 9.3 + phases[1]) + 0.02 * sin(minutes / 3.1 + phases[2])
        return 0.95 + daily + swings + 0.015 * sin(minutes / 23 + phases[3])
    }
}

extension Scenario {
    /// How long its fault takes to come to its height.
    fileprivate var riseSeconds: Double {
        switch self {
        case .badRelease: 75
        case .failingDisk: 180
        case .congestedBackbone: 60
        case .replicationLag: 240
        case .calmDay: 1
        }
    }
}
