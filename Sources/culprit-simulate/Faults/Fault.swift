internal import CulpritModel

/// What the injected cause does to the logs and the metrics; the defaults do nothing.
protocol Fault {
    /// When it happens.
    var timeline: Timeline { get }
    /// What the fault does to the metrics.
    var impacts: [MetricImpact] { get }
    /// The impacts, each with when it happens.
    var timedImpacts: [(impact: MetricImpact, timeline: Timeline)] { get }
    /// The hosts whose paths are congested while the fault lasts.
    var congestedEntities: [String] { get }

    /// Returns the records that are written once: a deploy, the repair.
    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry]
    /// Returns what `program` on `host` tells of the fault in `second`.
    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry]
    /// Changes how a request ends.
    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64)
    /// Returns by how much a statement on `host` is slower than usual.
    func queryFactor(_ host: Host, in second: Second, _ generator: inout SplitMix64) -> Double
    /// Returns by how much a checkpoint on `host` is slower than usual.
    func checkpointFactor(_ host: Host, in second: Second) -> Double
    /// Returns whether the database on `host` is shut down for the repair.
    func isShutDown(_ host: Host, in second: Second) -> Bool
}

extension Fault {
    var congestedEntities: [String] { [] }
    var timedImpacts: [(impact: MetricImpact, timeline: Timeline)] { impacts.map { ($0, timeline) } }

    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry] { [] }
    func queryFactor(_ host: Host, in second: Second, _ generator: inout SplitMix64) -> Double { 1 }
    func checkpointFactor(_ host: Host, in second: Second) -> Double { 1 }
    func isShutDown(_ host: Host, in second: Second) -> Bool { false }
}

/// The fault of a day without one.
struct NoFault: Fault {
    let timeline: Timeline
    var impacts: [MetricImpact] { [] }

    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry] { [] }
    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64) {}
}
