package import CulpritModel

/// What a source's path and file say of metrics that do not say it themselves.
package struct MetricOrigin: Sendable {
    /// The path, with `!member` for a part of an archive.
    let source: String
    /// The name of the file without its extensions.
    let baseName: String
    /// What series without a label for it are about.
    let entity: Entity
    /// When samples without a time were taken: the time in the file's name, or that of its last change.
    let time: Timestamp?
    /// No sample of the source can be later.
    let latest: Timestamp?
    /// Seconds east of UTC of times that name no zone.
    let zoneOffsetSeconds: Int

    /// Takes a file that was last written at `modified`, if that is known.
    package init(source: String, modified: Timestamp? = nil, zoneOffsetSeconds: Int = 0) {
        (self.source, self.zoneOffsetSeconds) = (source, zoneOffsetSeconds)
        let fullName = MetricEntity.baseName(of: source)
        let inName = Self.time(in: fullName)
        baseName = inName.map { $0.rest.isEmpty ? fullName : $0.rest } ?? fullName
        entity = Entity(baseName, .service)
        time = inName?.time ?? modified
        // A day of difference is a clock or a zone; and an unpacked file keeps the time that it had.
        latest = modified?.advanced(bySeconds: 86_400)
    }

    /// Finds a time in a name: `scrape-2026-03-04T12:00:05`, `node_20260304-120005`, `web.1772635501`.
    private static func time(in name: String) -> (time: Timestamp, rest: String)? {
        let bytes = Array(name.utf8)
        for start in bytes.indices where start == 0 || !MetricValue.isDigit(bytes[start - 1]) {
            guard MetricValue.isDigit(bytes[start]), let found = time(at: start, in: bytes) else { continue }
            let rest = Array(bytes[..<start] + bytes[found.end...])
            let separators = Set("-_. ".utf8)
            let trimmed = rest.drop { separators.contains($0) }.reversed().drop { separators.contains($0) }.reversed()
            return (found.time, String(decoding: Array(trimmed), as: UTF8.self))
        }
        return nil
    }

    private static func time(at start: Int, in bytes: [UInt8]) -> (time: Timestamp, end: Int)? {
        var digits: [Int] = []
        var index = start
        var lastDigit = start
        while index < bytes.count, digits.count < 20 {
            if MetricValue.isDigit(bytes[index]) {
                digits.append(Int(bytes[index] - UInt8(ascii: "0")))
                lastDigit = index
            } else if !"-_:.T".utf8.contains(bytes[index]) || index - lastDigit > 1 {
                break
            }
            index += 1
        }
        let end = lastDigit + 1
        if digits.count == 10 || digits.count == 13, end - start == digits.count {
            let seconds = digits.prefix(10).reduce(0) { $0 * 10 + $1 }
            guard (1_000_000_000..<4_102_444_800).contains(seconds) else { return nil }
            return (Timestamp(seconds: Int64(seconds)), end)
        }
        guard digits.count == 12 || digits.count == 14 else { return nil }
        func field(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let zoneEnd = end < bytes.count && bytes[end] == UInt8(ascii: "Z") ? end + 1 : end
        return Timestamp(
            year: field(0..<4), month: field(4..<6), day: field(6..<8), hour: field(8..<10), minute: field(10..<12),
            second: digits.count == 14 ? field(12..<14) : 0
        ).map { ($0, zoneEnd) }
    }
}
