import CulpritModel
import CulpritScan
import CulpritTestSupport
import Testing

struct TimestampParserTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        /// RFC 3339 in UTC; `nil` when the text is no time.
        let time: String?
        let hasZone: Bool

        init(_ text: String, _ time: String?, zone hasZone: Bool = false) {
            (self.text, self.time, self.hasZone) = (text, time, hasZone)
        }

        var testDescription: String { text }
    }

    /// The evening of 4 March 2026.
    static let reference = TimeReference(latest: Timestamp(seconds: 1_772_650_000))

    // The macros of Testing cannot take a span.
    static func parse(_ bytes: [UInt8], _ reference: TimeReference = reference) -> ParsedTime? {
        TimestampParser.parse(bytes.span, at: 0, reference: reference)
    }

    static func search(_ bytes: [UInt8]) -> ParsedTime? {
        TimestampParser.search(bytes.span, reference: reference)
    }

    static let isoTimes = [
        Case("2026-03-03T14:00:01Z", "2026-03-03T14:00:01Z", zone: true),
        Case("2026-03-03t14:00:01z", "2026-03-03T14:00:01Z", zone: true),
        Case("2026-03-03T14:00:01.5Z", "2026-03-03T14:00:01.500Z", zone: true),
        Case("2026-03-03T14:00:01.123456789Z", "2026-03-03T14:00:01.123456789Z", zone: true),
        Case("2026-03-03T14:00:01.1234567891234Z", "2026-03-03T14:00:01.123456789Z", zone: true),
        Case("2026-03-03T14:00:01+01:00", "2026-03-03T13:00:01Z", zone: true),
        Case("2026-03-03T14:00:01-0730", "2026-03-03T21:30:01Z", zone: true),
        Case("2026-03-03T14:00:01.123+05:30", "2026-03-03T08:30:01.123Z", zone: true),
        Case("2026-03-03T00:30:00+14:00", "2026-03-02T10:30:00Z", zone: true),
        Case("2026-03-03T14:00", "2026-03-03T14:00:00Z"),
        Case("2026-03-03", "2026-03-03T00:00:00Z"),
        Case("2026-03-03 14:00:01", "2026-03-03T14:00:01Z"),
        Case("2026-03-03 14:00:01,123", "2026-03-03T14:00:01.123Z"),
        Case("2026-03-03 14:00:01:123", "2026-03-03T14:00:01.123Z"),
        Case("2026-03-03 14:00:01 UTC", "2026-03-03T14:00:01Z", zone: true),
        Case("2026-03-03 14:00:01.123 CET", "2026-03-03T13:00:01.123Z", zone: true),
        Case("2026-03-03 14:00:01 +0100", "2026-03-03T13:00:01Z", zone: true),
        Case("2026-03-03 14:00:01+01", "2026-03-03T13:00:01Z", zone: true),
        Case("2026-03-03_14:00:01", "2026-03-03T14:00:01Z"),
        Case("2026-03-03-14.00.01.675872", "2026-03-03T14:00:01.675872Z"),
        Case("2026/03/03 14:00:01", "2026-03-03T14:00:01Z"),
        Case("2026/3/3 4:00:01.250", "2026-03-03T04:00:01.250Z"),
        Case("2026.03.03 14:00:01", "2026-03-03T14:00:01Z"),
        Case("2026-Mar-03 14:00:01", "2026-03-03T14:00:01Z"),
        Case("3 Mar 14:00:01.5", "2026-03-03T14:00:01.500Z"),
        Case("28-02-2026 14:00:01", "2026-02-28T14:00:01Z"),
        Case("03-02-2026 14:00:01", "2026-02-03T14:00:01Z"),
        Case("03/14/26 14:00:01", "2026-03-14T14:00:01Z"),
        Case("2024-02-29T12:00:00Z", "2024-02-29T12:00:00Z", zone: true),
        Case("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z", zone: true),
    ]

    static let namedMonths = [
        Case("03/Mar/2026:14:00:01 +0000", "2026-03-03T14:00:01Z", zone: true),
        Case("03/Mar/2026:14:00:01 -0500", "2026-03-03T19:00:01Z", zone: true),
        Case("03/Mar/2026:14:00:01.123", "2026-03-03T14:00:01.123Z"),
        Case("3-Mar-2026::14:00:01.5", "2026-03-03T14:00:01.500Z"),
        Case("03-Mar-2026 14:00:01.123", "2026-03-03T14:00:01.123Z"),
        Case("03 Mar 2026 14:00:01.123", "2026-03-03T14:00:01.123Z"),
        Case("Tue, 03 Mar 2026 14:00:01 GMT", "2026-03-03T14:00:01Z", zone: true),
        Case("Mar  3 14:00:01", "2026-03-03T14:00:01Z"),
        Case("Mar 03 14:00:01.123456", "2026-03-03T14:00:01.123456Z"),
        Case("Mar  3 2026 14:00:01", "2026-03-03T14:00:01Z"),
        Case("Mar  3 14:00:01.123 UTC", "2026-03-03T14:00:01.123Z", zone: true),
        Case("Tue Mar  3 14:00:01 2026", "2026-03-03T14:00:01Z"),
        Case("Tue Mar 03 14:00:01.123456 2026", "2026-03-03T14:00:01.123456Z"),
        Case("Tue Mar  3 14:00:01 EST 2026", "2026-03-03T19:00:01Z", zone: true),
        Case("Tue Mar  3 14:00:01 2026 +0100", "2026-03-03T13:00:01Z", zone: true),
        Case("March 3, 2026 2:00:01 PM", "2026-03-03T14:00:01Z"),
        Case("Sept 3 2025 14:00:01", "2025-09-03T14:00:01Z"),
        Case("MAR 3 14:00:01", "2026-03-03T14:00:01Z"),
    ]

    static let numericDates = [
        Case("0303 14:00:01.123456", "2026-03-03T14:00:01.123456Z"),
        Case("20260303 14:00:01.123456", "2026-03-03T14:00:01.123456Z"),
        Case("081109 203615", "2008-11-09T20:36:15Z"),
        Case("260303 14:00:01", "2026-03-03T14:00:01Z"),
        Case("260303  4:00:01", "2026-03-03T04:00:01Z"),
        Case("26/03/03 14:00:01", "2026-03-03T14:00:01Z"),
        Case("3/13/2026 14:00:01", "2026-03-13T14:00:01Z"),
        Case("13/3/2026 14:00:01", "2026-03-13T14:00:01Z"),
        Case("13.03.2026 14:00:01", "2026-03-13T14:00:01Z"),
        Case("3/3/2026, 2:00:01 PM", "2026-03-03T14:00:01Z"),
        Case("3/3/2026 12:00:01 AM", "2026-03-03T00:00:01Z"),
        Case("3/3/2026 12:00:01 pm", "2026-03-03T12:00:01Z"),
        Case("03-03 14:00:01.123", "2026-03-03T14:00:01.123Z"),
        Case("20260303T140001Z", "2026-03-03T14:00:01Z", zone: true),
        Case("20260303T140001.25Z", "2026-03-03T14:00:01.250Z", zone: true),
        Case("20260303T140001+0100", "2026-03-03T13:00:01Z", zone: true),
        Case("20260303140001", "2026-03-03T14:00:01Z"),
        Case("20260303140001123", "2026-03-03T14:00:01.123Z"),
        Case("20260303-14:00:01:123", "2026-03-03T14:00:01.123Z"),
        Case("1772546401", "2026-03-03T14:00:01Z", zone: true),
        Case("1772546401.123", "2026-03-03T14:00:01.123Z", zone: true),
        Case("1772546401123", "2026-03-03T14:00:01.123Z", zone: true),
        Case("1772546401123456", "2026-03-03T14:00:01.123456Z", zone: true),
        Case("1772546401123456789", "2026-03-03T14:00:01.123456789Z", zone: true),
    ]

    static let rejects = [
        "", " ", "99:99:99", "24:00:00", "14:60", "1.2.3.4", "10.0.0.5", "2026-13-03T14:00:01Z", "2026-02-30 14:00:01",
        "2025-02-29 14:00:01", "2026.1.10.3", "2026.12.312", "2026-03-031", "1234567890123456789012", "4102444801",
        "978307199", "1772546401abc", "Mar", "Mar 3", "Mar 32 14:00:01", "Marathon 3 14:00:01", "Monday", "0x1f", "123",
        "1303 14:00:01", "20261303T140001Z", "261303 14:00:01", "99/99/9999 14:00:01", "---", "é", "2026", "20260303",
    ].map { Case($0, nil) }

    @Test("A time is read as its writer meant it", arguments: isoTimes + namedMonths + numericDates)
    func times(expected: Case) throws {
        let bytes = Array(expected.text.utf8)
        let found = try #require(Self.parse(bytes))
        #expect(found.time.description == expected.time)
        #expect(found.hasZone == expected.hasZone)
        #expect(found.range == 0..<bytes.count)
        #expect(found.hasDate)
    }

    @Test("What is no time is left alone", arguments: rejects)
    func rejected(text: Case) {
        let found = Self.parse(Array(text.text.utf8))
        #expect(found == nil)
    }

    @Test("A time inside a line is read at its place", arguments: isoTimes + namedMonths + numericDates)
    func embedded(expected: Case) throws {
        let bytes = Array("[\(expected.text)] x".utf8)
        let found = try #require(Self.search(bytes))
        #expect(found.time.description == expected.time)
        #expect(found.range == 1..<bytes.count - 3)
    }

    static let barren = [
        "no time in here", "blk_-1608999687919862906 is gone", "req-1772546401 is slow", "order_1772546401 failed",
        "v1772546401", "10.0.0.5:5432 refused", "took 14:00:01",
    ]

    @Test("A search does not take an id, an address or a duration for a time", arguments: barren)
    func notFound(line: String) {
        #expect(Self.search(Array(line.utf8)) == nil)
    }

    static let afterTimes: [(line: String, rest: String)] = [
        ("2026-03-03 14:00:01 retrying", " retrying"), ("2026-03-03 14:00:01 Zookeeper", " Zookeeper"),
        ("2026-03-03 14:00:01 z1", " z1"), ("2026-03-03 14:00:01 Z is a host", " Z is a host"),
        ("Mar  3 14:00:01 est1 sshd", " est1 sshd"), ("Mar  3 14:00:01 2200 ports", " 2200 ports"),
        ("2026-03-03 14:00:01 - ready", " - ready"), ("2026-03-03 2:00:01 amber", " amber"),
        ("1772546401, 5", ", 5"), ("2026-03-03 is a day", " is a day"),
    ]

    @Test("A time ends where the text goes on", arguments: afterTimes)
    func ends(line: String, rest: String) throws {
        let bytes = Array(line.utf8)
        let found = try #require(Self.parse(bytes))
        #expect(String(decoding: bytes[found.range.upperBound...], as: UTF8.self) == rest)
    }

    @Test("A time without a zone is in the reference's")
    func offset() throws {
        let reference = TimeReference(latest: Self.reference.latest, offsetSeconds: 7_200)
        let local = try #require(Self.parse(Array("2026-03-03 14:00:01".utf8), reference))
        #expect(local.time.description == "2026-03-03T12:00:01Z")
        let zoned = try #require(
            Self.parse(Array("2026-03-03 14:00:01Z".utf8), reference))
        #expect(zoned.time.description == "2026-03-03T14:00:01Z")
    }

    static let yearless: [(text: String, latest: String, time: String)] = [
        ("Dec 31 23:59:59", "2026-01-01T06:00:00Z", "2025-12-31T23:59:59Z"),
        ("Jan  1 00:00:01", "2026-01-01T06:00:00Z", "2026-01-01T00:00:01Z"),
        ("Jan  1 00:00:01", "2025-12-31T23:59:59Z", "2026-01-01T00:00:01Z"),
        ("Mar  4 14:00:01", "2026-03-03T15:00:00Z", "2026-03-04T14:00:01Z"),
        ("Mar  5 14:00:01", "2026-03-03T15:00:00Z", "2025-03-05T14:00:01Z"),
        ("Feb 29 12:00:00", "2026-03-03T15:00:00Z", "2024-02-29T12:00:00Z"),
        ("Feb 29 12:00:00", "2024-03-03T15:00:00Z", "2024-02-29T12:00:00Z"),
        ("Feb 29 12:00:00", "2103-03-03T15:00:00Z", "2096-02-29T12:00:00Z"),
        ("1231 23:59:59.000001", "2026-01-01T06:00:00Z", "2025-12-31T23:59:59.000001Z"),
    ]

    @Test("A time without a year is in the last one that is not after its file", arguments: yearless)
    func years(text: String, latest: String, time: String) throws {
        let latest = try #require(Self.parse(Array(latest.utf8))).time
        let reference = TimeReference(latest: latest)
        let found = try #require(Self.parse(Array(text.utf8), reference))
        #expect(found.time.description == time)
    }

    @Test("A time of day alone is on the day of the last time, else of the file")
    func timeOfDay() throws {
        var reference = Self.reference
        let bytes = Array("14:00:01.5 ready".utf8)
        let first = try #require(Self.parse(bytes, reference))
        #expect(first.time.description == "2026-03-04T14:00:01.500Z")
        #expect(!first.hasDate)
        reference.last = Timestamp(seconds: 1_772_546_401)
        let second = try #require(Self.parse(bytes, reference))
        #expect(second.time.description == "2026-03-03T14:00:01.500Z")
    }

    @Test("Random bytes are read to their end and no further", arguments: [1, 2, 3] as [UInt64])
    func randomBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let alphabet = Array("0123456789:-/. ,TZMarTue+\n\u{0}é".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                Int.random(in: 0..<8, using: &generator) == 0
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet[Int.random(in: alphabet.indices, using: &generator)]
            }
            for found in [
                Self.parse(bytes),
                Self.search(bytes),
            ] {
                guard let found else { continue }
                let isInside =
                    found.range.lowerBound >= 0 && found.range.upperBound <= bytes.count && !found.range.isEmpty
                #expect(isInside, "seed \(seed): \(found.range) of \(bytes)")
            }
        }
    }

    @Test(
        "The order of day and month is told by the first date that can be read in one way only",
        arguments: [
            ("04/03/2026 10:00:00 a\n25/03/2026 10:00:00 b\n", true),
            ("03/04/2026 10:00:00 a\n03/25/2026 10:00:00 b\n", false),
            ("04/03/2026 10:00:00 a\n2026-03-25 10:00:00 b\n", nil), ("", nil),
        ] as [(String, Bool?)])
    func dayOrder(text: String, expected: Bool?) {
        let reference = TimeReference(latest: Timestamp(seconds: 1_772_650_000))
        #expect(TimestampParser.isDayFirst(in: Array(text.utf8).span, reference: reference) == expected)
    }
}
