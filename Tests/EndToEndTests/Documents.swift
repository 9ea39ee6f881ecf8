import Foundation

/// What the tests read of `investigate --format json`.
struct ReportDocument: Decodable {
    struct Span: Decodable {
        let from: String
        let to: String
    }

    struct Verdict: Decodable, Equatable {
        let category: String
        let entity: String
    }

    struct Cause: Decodable {
        let category: String
        let entity: String
        let confidence: Double
        let evidence: [Evidence]
    }

    struct Evidence: Decodable {
        let kind: String
        let source: String
        let line: Int
        let byte: Int
        let text: String
        let rule: String?
    }

    struct Incomplete: Decodable, Equatable {
        let source: String
        let reason: String
        let bytesRecovered: Int
        let bytesUnread: Int
    }

    struct GivenUp: Decodable, Equatable {
        let rule: String
        let records: Int
    }

    struct ClockSteps: Decodable, Equatable {
        let count: Int
        let largestS: Double
        let line: Int
    }

    struct ClockOffset: Decodable {
        let host: String
        let reference: String
        let offsetS: Double
        let uncertaintyS: Double?
        let driftPpm: Double?
        let aligned: Bool
    }

    struct Source: Decodable {
        let source: String
        let content: String
        let bytesRead: Int
        let bytesDecompressed: Int
        let lines: Int
        let records: Int
        let recordsUntimed: Int
        let gaps: [Span]
        let formats: [String]
        let mainFormatRecords: Int
        let clockSteps: ClockSteps?
    }

    struct Accounting: Decodable {
        let bytesUnread: Int
        let sources: Int
        let bytesRead: Int
        let lines: Int
        let records: Int
        let recordsParsed: Int
        let recordsUnparsed: Int
        let incompleteSources: [Incomplete]
        let recordsGivenUp: [GivenUp]
    }

    let schema: String
    let period: Span?
    let verdict: Verdict
    let causes: [Cause]
    let accounting: Accounting
    let clockOffsets: [ClockOffset]
    let sources: [Source]

    init(_ text: String) throws { self = try decoded(text) }
}

/// What `culprit-simulate` says that it broke; times are RFC 3339 in UTC without a fraction.
struct TruthDocument: Decodable {
    let category: String
    let entity: String
    let from: String?
    let to: String?
    let second: Second?

    /// The other fault, where there are two.
    struct Second: Decodable {
        let category: String
        let entity: String
    }

    init(folder: URL) throws {
        self = try decoded(String(contentsOf: folder.appending(path: "truth.json"), encoding: .utf8))
    }
}

/// What the tests read of a line of `parse --format ndjson`.
struct RecordDocument: Decodable, Equatable {
    let line: Int
    let lines: Int
    let byte: Int
    let time: String?
    let severity: String?
    let message: String
    let format: String?
    let templateId: Int64

    /// Reads one record a line.
    static func all(in text: String) throws -> [RecordDocument] {
        try text.split(separator: "\n").map { try decoded(String($0)) }
    }
}

/// Reads a document whose keys are in snake case.
func decoded<Document: Decodable>(_ text: String) throws -> Document {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Document.self, from: Data(text.utf8))
}
