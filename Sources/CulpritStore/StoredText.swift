internal import CulpritModel
internal import Foundation
internal import GRDB

/// How values become columns and come back.
enum StoredText {
    /// SQLite's text ends at the first NUL, so a NUL becomes its picture.
    static func text(_ text: String) -> String {
        text.utf8.contains(0) ? text.replacing("\0", with: "\u{2400}") : text
    }

    static func text(_ value: String?) -> String? { value.map { value -> String in text(value) } }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    static func strings(_ json: String) throws -> [String] {
        try JSONDecoder().decode([String].self, from: Data(json.utf8))
    }

    static func numbers<Number: Decodable>(_ json: String) throws -> [Number] {
        try JSONDecoder().decode([Number].self, from: Data(json.utf8))
    }

    static func pairs(_ json: String?) throws -> [(String, String)] {
        guard let json else { return [] }
        return try JSONDecoder().decode([[String]].self, from: Data(json.utf8)).compactMap { pair in
            pair.count == 2 ? (pair[0], pair[1]) : nil
        }
    }

    static func spans(_ json: String) throws -> [TimeSpan] {
        try JSONDecoder().decode([[Int64]].self, from: Data(json.utf8)).compactMap { ends in
            guard ends.count == 2 else { return nil }
            return TimeSpan(from: Timestamp(nanoseconds: ends[0]), to: Timestamp(nanoseconds: ends[1]))
        }
    }

    static func severity(_ severity: Severity?) -> Int { severity.map { Int($0.rawValue) } ?? -1 }

    static func severity(_ number: Int) -> Severity? { UInt8(exactly: number).flatMap(Severity.init(rawValue:)) }

    /// An unknown kind is one that a newer program has; a service is the least that can be said of it.
    static func entity(_ name: String, _ kind: String) -> Entity {
        Entity(name, Entity.Kind(rawValue: kind) ?? .service)
    }

    static func time(_ nanoseconds: Int64?) -> Timestamp? { nanoseconds.map { Timestamp(nanoseconds: $0) } }
}
