internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Collects from the records of one source which connections began when.
///
/// Both machines name the end that the caller's system chose, an address with a port of those that are given out in turn;
/// its hash stands for the connection, as a request's id does for a request.
struct ConnectionSteps {
    private var log = RequestLog(limit: 1 << 16)
    private let beginnings: Set<String>
    private let ends: Set<String>

    /// The first port that Linux gives out (`net.ipv4.ip_local_port_range`); others begin later.
    private static let firstPort = 32_768

    init(_ rules: RuleSet) {
        beginnings = Set(rules.lists["connection_beginnings"] ?? [])
        ends = Set(rules.lists["connection_ends"] ?? [])
    }

    /// Whether `message`, and all that differ from it in their digits alone, tell that a connection begins between ends
    /// that they name.
    func begin(in message: Span<UInt8>) -> Bool {
        var hasEnd = false
        Self.forEachEnd(in: message, from: 0) { _ in hasEnd = true }
        guard hasEnd else { return false }
        let words = message.text.lowercased().split { !$0.isLetter }.map(String.init)
        return words.contains(where: beginnings.contains) && !words.contains(where: ends.contains)
    }

    /// Notes the ends in the message of a record.
    mutating func add(_ record: borrowing RecordBuffer, at time: Timestamp, names: Int) {
        let (line, byte) = (record.line, record.byte)
        Self.forEachEnd(in: record.bytes.span.extracting(record.message), from: Self.firstPort) { end in
            log.add(
                RequestLog.Step(
                    request: end, nanoseconds: time.nanoseconds, statement: 0, source: 0, clock: Int32(names),
                    line: line,
                    byte: byte))
        }
    }

    /// The log of `source`; `clocks` are who wrote the records, by the numbers of their names.
    consuming func finish(source: String, clocks: [Entity]) -> RequestLog {
        let beginning = RequestLog.Statement(
            entity: Entity("", .service), template: Template(id: 0, text: ""), isError: false)
        log.finish(statements: [beginning], source: source, clocks: clocks)
        return log
    }

    // MARK: Ends

    /// Calls `body` with a hash of each address with a port of at least `firstPort`, but for those of the machine itself.
    private static func forEachEnd(in text: Span<UInt8>, from firstPort: Int, _ body: (UInt64) -> Void) {
        var index = 0
        while index < text.count {
            guard text[index].isDigit, index == 0 || !(text[index - 1].isDigit || text[index - 1].isLetter),
                index == 0 || text[index - 1] != UInt8(ascii: "."), let address = address(text, at: index)
            else {
                index += 1
                continue
            }
            index = address.end
            guard let port = port(text, behind: address.end), port >= firstPort,
                address.value >> 24 != 127, address.value != 0
            else { continue }
            body((address.value << 16 | UInt64(port)) &* 0x9E37_79B9_7F4A_7C15)
        }
    }

    /// Four numbers with points between them.
    private static func address(_ text: Span<UInt8>, at start: Int) -> (value: UInt64, end: Int)? {
        var (value, index): (UInt64, Int) = (0, start)
        for part in 0..<4 {
            if part > 0 {
                guard index < text.count, text[index] == UInt8(ascii: ".") else { return nil }
                index += 1
            }
            guard let number = number(text, &index, digits: 3), number < 256 else { return nil }
            value = value << 8 | UInt64(number)
        }
        return (value, index)
    }

    /// `:5432`, `/5432`, `#5432`, `, port 5432`, ` port=5432`.
    private static func port(_ text: Span<UInt8>, behind end: Int) -> Int? {
        guard end < text.count else { return nil }
        var index = end
        switch text[index] {
        case UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "#"): index += 1
        default:
            while index < text.count, text[index] == 0x20 || text[index] == UInt8(ascii: ",") { index += 1 }
            guard text.holds(portName.span, at: index) else { return nil }
            index += portName.count
            guard index < text.count, [0x20, UInt8(ascii: "="), UInt8(ascii: ":")].contains(text[index]) else {
                return nil
            }
            index += 1
        }
        guard let port = number(text, &index, digits: 5), port < 65_536 else { return nil }
        return port
    }

    private static let portName = Array("port".utf8)

    private static func number(_ text: Span<UInt8>, _ index: inout Int, digits: Int) -> Int? {
        var (value, count) = (0, 0)
        while index < text.count, text[index].isDigit {
            (value, count) = (value * 10 + Int(text[index] & 0x0F), count + 1)
            guard count <= digits else { return nil }
            index += 1
        }
        return count > 0 ? value : nil
    }
}
