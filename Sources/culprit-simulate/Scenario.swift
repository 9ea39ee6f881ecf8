internal import ArgumentParser

/// One outage that can be simulated: a cause and what it does to the service.
enum Scenario: String, CaseIterable, ExpressibleByArgument {
    case badRelease = "bug-bad-release"
    case failingDisk = "hardware-failing-disk"
    case congestedBackbone = "network-congested-backbone"
    case replicationLag = "delay-replication-lag"
    case calmDay = "calm-day"

    /// The category of the cause as a report would name it.
    var category: String {
        switch self {
        case .badRelease: "bug"
        case .failingDisk: "hardware"
        case .congestedBackbone: "network"
        case .replicationLag: "delay"
        case .calmDay: "undetermined"
        }
    }

    /// What a person would repair, empty when there is nothing to repair.
    var entity: String {
        switch self {
        case .badRelease: "chat"
        case .failingDisk: "db-1"
        case .congestedBackbone: "rtr-2"
        case .replicationLag: "db-2"
        case .calmDay: ""
        }
    }

    /// Whether the entity is a host or a service.
    var entityKind: String {
        switch self {
        case .badRelease: "service"
        case .failingDisk, .congestedBackbone, .replicationLag: "host"
        case .calmDay: ""
        }
    }

    /// One line for the help text.
    var summary: String {
        switch self {
        case .badRelease: "a release of chat crashes on all chat servers until it is rolled back"
        case .failingDisk: "the disk of the primary database db-1 fails; db-2 takes over in the end"
        case .congestedBackbone: "router rtr-2 drops packets between chat and kafka"
        case .replicationLag: "the database replica db-2 falls behind and readers wait"
        case .calmDay: "nothing but the small troubles of every day"
        }
    }
}
