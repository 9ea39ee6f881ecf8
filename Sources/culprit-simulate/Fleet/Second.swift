internal import CulpritModel

/// One second of the run with what is true of it everywhere.
struct Second {
    let start: Timestamp
    let load: Double
    let intensity: Double
    let isAfterFault: Bool

    init(_ start: Timestamp, of timeline: Timeline) {
        self.start = start
        load = timeline.load(at: start)
        intensity = timeline.intensity(at: start)
        isAfterFault = start > timeline.faultEnd
    }

    /// Returns a moment within the second, on a whole microsecond.
    func moment(_ generator: inout SplitMix64) -> Timestamp {
        Timestamp(nanoseconds: start.nanoseconds + Int64(generator.whole(0...999_999)) * 1_000)
    }
}
