internal import CulpritModel
internal import Foundation

/// What was done to the service, as `truth.json` keeps it for whoever checks a diagnosis.
struct Truth: Encodable {
    let scenario: String
    let seed: UInt64
    let category: String
    let entity: String
    let entityKind: String
    let from: String?
    let to: String?
    let congestion: [Span]
    let noise: [Trouble]

    /// A span in which the paths through a host are congested.
    struct Span: Encodable {
        let entity: String
        let from: String
        let to: String
    }

    /// One unrelated trouble.
    struct Trouble: Encodable {
        let category: String
        let entity: String
        let time: String
    }

    init(scenario: Scenario, seed: UInt64, timeline: Timeline, fault: any Fault, noise: [NoiseItem]) {
        let isCalm = scenario == .calmDay
        let (from, to) = (timeline.faultStart.floored(toNanoseconds: 1_000_000_000), timeline.faultEnd)
        self.scenario = scenario.rawValue
        self.seed = seed
        category = scenario.category
        entity = scenario.entity
        entityKind = scenario.entityKind
        self.from = isCalm ? nil : from.description
        self.to = isCalm ? nil : to.description
        congestion = fault.congestedEntities.map { Span(entity: $0, from: from.description, to: to.description) }
        self.noise = noise.map {
            Trouble(
                category: $0.category, entity: $0.host.name,
                time: $0.time.floored(toNanoseconds: 1_000_000_000).description)
        }
    }

    /// Returns the JSON text with sorted keys; the fault's span is missing on a calm day.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
