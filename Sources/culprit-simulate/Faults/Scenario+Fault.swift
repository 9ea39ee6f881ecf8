extension Scenario {
    /// Returns what the scenario does to the service.
    func fault(_ timeline: Timeline, requestsPerSecond: Double) -> any Fault {
        switch self {
        case .badRelease: BadRelease(timeline: timeline, requestsPerSecond: requestsPerSecond)
        case .failingDisk: FailingDisk(timeline: timeline, requestsPerSecond: requestsPerSecond)
        case .congestedBackbone: CongestedBackbone(timeline: timeline, requestsPerSecond: requestsPerSecond)
        case .replicationLag: ReplicationLag(timeline: timeline, requestsPerSecond: requestsPerSecond)
        case .calmDay: NoFault(timeline: timeline)
        }
    }
}
