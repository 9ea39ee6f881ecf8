/// Two faults at once, each with its own time; what both change is changed by both.
struct FaultPair: Fault {
    let first: any Fault
    let second: any Fault

    var timeline: Timeline { first.timeline }
    var impacts: [MetricImpact] { first.impacts + second.impacts }
    var timedImpacts: [(impact: MetricImpact, timeline: Timeline)] { first.timedImpacts + second.timedImpacts }
    var congestedEntities: [String] { first.congestedEntities + second.congestedEntities }

    func onceEntries(_ generator: inout SplitMix64) -> [PlacedEntry] {
        first.onceEntries(&generator) + second.onceEntries(&generator)
    }

    func entries(
        from program: LogProgram, on host: Host, in second: Second, _ generator: inout SplitMix64
    ) -> [LogEntry] {
        first.entries(from: program, on: host, in: second, &generator)
            + self.second.entries(from: program, on: host, in: own(second), &generator)
    }

    func disturb(_ request: inout Request, second: Second, _ generator: inout SplitMix64) {
        first.disturb(&request, second: second, &generator)
        self.second.disturb(&request, second: own(second), &generator)
    }

    func queryFactor(_ host: Host, in second: Second, _ generator: inout SplitMix64) -> Double {
        let factor = first.queryFactor(host, in: second, &generator)
        return factor * self.second.queryFactor(host, in: own(second), &generator)
    }

    func checkpointFactor(_ host: Host, in second: Second) -> Double {
        first.checkpointFactor(host, in: second) * self.second.checkpointFactor(host, in: own(second))
    }

    func isShutDown(_ host: Host, in second: Second) -> Bool {
        first.isShutDown(host, in: second) || self.second.isShutDown(host, in: own(second))
    }

    /// The same second as the second fault has it.
    private func own(_ second: Second) -> Second { Second(second.start, of: self.second.timeline) }
}
