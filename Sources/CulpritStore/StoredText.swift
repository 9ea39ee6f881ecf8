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

    /// The same text as that of any list, but without what an encoder takes for each: there are many.
    static func json(_ values: [String]) -> String {
        var json: [UInt8] = []
        append(values, to: &json)
        return String(decoding: json, as: UTF8.self)
    }

    static func json(_ lists: [[String]]) -> String {
        var json = [UInt8(ascii: "[")]
        for (index, list) in lists.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            append(list, to: &json)
        }
        json.append(UInt8(ascii: "]"))
        return String(decoding: json, as: UTF8.self)
    }

    private static func append(_ values: [String], to json: inout [UInt8]) {
        json.append(UInt8(ascii: "["))
        for (index, value) in values.enumerated() {
            if index > 0 { json.append(UInt8(ascii: ",")) }
            append(value, to: &json)
        }
        json.append(UInt8(ascii: "]"))
    }

    /// RFC 8259, 7: quotes, backslashes and control characters are escaped.
    private static func append(_ value: String, to json: inout [UInt8]) {
        json.append(UInt8(ascii: "\""))
        for byte in value.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
            case 0x08: json += "\\b".utf8
            case 0x09: json += "\\t".utf8
            case 0x0A: json += "\\n".utf8
            case 0x0C: json += "\\f".utf8
            case 0x0D: json += "\\r".utf8
            case 0..<0x10: json += "\\u000\(String(byte, radix: 16))".utf8
            case 0x10..<0x20: json += "\\u00\(String(byte, radix: 16))".utf8
            default: json.append(byte)
            }
        }
        json.append(UInt8(ascii: "\""))
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
