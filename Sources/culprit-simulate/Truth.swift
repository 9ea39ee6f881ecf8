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
    /// The other fault, where there are two.
    let second: Other?
    let congestion: [Span]
    let noise: [Trouble]

    /// What was done beside.
    struct Other: Encodable {
        let scenario: String
        let category: String
        let entity: String
        let entityKind: String
        let from: String
        let to: String
    }

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

    /// `faults` are those of the scenario and of the second one.
    init(
        scenario: Scenario, second: Scenario?, seed: UInt64, faults: [any Fault], noise: [NoiseItem]
    ) {
        let isCalm = scenario == .calmDay
        let spans = faults.map { fault in
            (
                from: fault.timeline.faultStart.floored(toNanoseconds: 1_000_000_000).description,
                to: fault.timeline.faultEnd.description
            )
        }
        self.scenario = scenario.rawValue
        self.seed = seed
        category = scenario.category
        entity = scenario.entity
        entityKind = scenario.entityKind
        from = isCalm ? nil : spans.first?.from
        to = isCalm ? nil : spans.first?.to
        self.second =
            zip([second].compactMap(\.self), spans.dropFirst()).map { scenario, span in
                Other(
                    scenario: scenario.rawValue, category: scenario.category, entity: scenario.entity,
                    entityKind: scenario.entityKind, from: span.from, to: span.to)
            }.first
        congestion = zip(faults, spans).flatMap { fault, span in
            fault.congestedEntities.map { Span(entity: $0, from: span.from, to: span.to) }
        }
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
