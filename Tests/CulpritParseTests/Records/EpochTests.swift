import CulpritTestSupport
import Testing

/// Numbers with as many digits as a time has are times only where they can be one.
struct EpochTests {
    static let limits = [
        "2147483647", "2147483648", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808", "0",
        "999999999", "9999999999", "1000000000", "1234567890", "1111111111", "2000000000", "1073741824",
        "1099511627776",
        "1125899906842624", "1152921504606846976", "1000000000000", "9007199254740991", "1500000000",
        "1600000000000000",
    ]
    static let places = [
        "# is the limit", "the limit # was reached", "counter # wrapped", "# exceeds what fits", "INFO # is too large",
        "#",
        "[#] out of range", "max # min 0",
    ]

    @Test("A round number or the limit of a type is no time", arguments: limits)
    func noLimit(number: String) throws {
        for place in Self.places {
            let line = place.replacing("#", with: number)
            #expect(try Reading(line + "\n").records.map(\.time) == [nil], "\(line)")
        }
    }

    /// Written by families of programs, each with a number of ten, thirteen, sixteen or nineteen digits.
    static let others = [
        "order # was shipped", "user id # has no rights", "inode # is orphaned", "read # bytes",
        "# bytes left on device",
        "# rows in set", "size # is over quota", "call from phone # dropped", "port # refused", "hash # does not match",
        "id=# is gone", "user_id: # is gone", "session # closed", "block # is corrupt", "moved # pages",
        "checksum # differs", "offset # of the topic", "lsn # flushed", "seed # chosen", "# of 9999999999 done",
        "/dev/sda: # sectors", "transaction # aborted", "/#/x not found", "account # locked", "# requests served",
        "key-# expired", "job_# done", "pid # exited", "Phone # called", "ticket # opened",
    ]

    @Test("Ids, sizes and counts are no times", arguments: [1, 2, 3] as [UInt64])
    func noOther(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<400 {
            let digits = [10, 13, 16, 19][Int.random(in: 0..<4, using: &generator)]
            let number = Self.number(digits, &generator)
            let line = Self.others[Int.random(in: Self.others.indices, using: &generator)].replacing("#", with: number)
            #expect(try Reading(line + "\n").records.map(\.time) == [nil], "seed \(seed): \(line)")
        }
    }

    static let times = [
        "# connection lost", "[#] connection lost", "INFO # connection lost", "web-1 # connection lost",
        "#: connection lost", "#\tconnection lost", "# [ERROR] connection lost", "- # connection lost",
        "at # connection lost", "web1.example.com # connection lost", "# 12 connection lost", "\"#\" connection lost",
        "17 node-3 unit.state changed # 1 connection lost", "node-3 action start # 1 connection lost",
    ]

    @Test("A time in seconds or their parts is one", arguments: [1, 2] as [UInt64])
    func everyTime(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for place in Self.times {
            let seconds = Int.random(in: 1_000_000_001...1_772_649_999, using: &generator)
            let part = String(Int.random(in: 0..<1_000_000_000, using: &generator) + 1_000_000_000).dropFirst()
            for number in ["\(seconds)", "\(seconds).\(part.prefix(3))", "\(seconds)\(part.prefix(3))"] {
                let line = place.replacing("#", with: number)
                let reading = try Reading(line + "\n")
                #expect(reading.records.map { $0.time != nil } == [true], "seed \(seed): \(line)")
            }
        }
    }

    /// A number that seconds may have, and limits and round numbers have not.
    private static func number(_ digits: Int, _ generator: inout SeededGenerator) -> String {
        String(
            (0..<digits - 2).reduce(into: "1\(Int.random(in: 0...7, using: &generator))") { text, _ in
                text += String(Int.random(in: 0...9, using: &generator))
            })
    }
}
