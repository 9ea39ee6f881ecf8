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
    private var log = Self.emptyLog
    private let beginnings: Set<String>
    private let ends: Set<String>

    /// The first port that Linux gives out (`net.ipv4.ip_local_port_range`); others begin later.
    private static let firstPort = 32_768

    init(_ rules: RuleSet) {
        beginnings = Set(rules.lists["connection_beginnings"] ?? [])
        ends = Set(rules.lists["connection_ends"] ?? [])
    }

    /// Where `message`, and all that differ from it in their digits alone, may name ends of a connection, if they tell that
    /// one begins.
    func places(in message: Span<UInt8>) -> [Int] {
        var places: [Int] = []
        var index = 0
        while index < message.count {
            let end = Self.end(in: message, at: index)?.end
            if end != nil { places.append(index) }
            index = end ?? index + 1
        }
        guard !places.isEmpty else { return [] }
        let words = message.text.lowercased().split { !$0.isLetter }.map(String.init)
        return words.contains(where: beginnings.contains) && !words.contains(where: ends.contains) ? places : []
    }

    /// Notes the ends that are at `places` in the message of a record, but for those of the machine itself.
    mutating func add(_ record: borrowing RecordBuffer, _ places: [Int], at time: Timestamp, names: Int) {
        let message = record.bytes.span.extracting(record.message)
        for place in places {
            guard let (address, port, _) = Self.end(in: message, at: place), port >= Self.firstPort,
                address >> 24 != 127, address != 0
            else { continue }
            log.add(
                RequestLog.Step(
                    request: (address << 16 | UInt64(port)) &* 0x9E37_79B9_7F4A_7C15, nanoseconds: time.nanoseconds,
                    statement: 0, source: 0, clock: Int32(names), line: record.line, byte: record.byte))
        }
    }

    /// Forgets the steps: those of a part of the source begin.
    mutating func beginPart() { log = Self.emptyLog }

    /// Adds the steps of the part of the source that comes next; `names` are the numbers here of its own.
    mutating func add(_ part: ConnectionSteps, names: [Int]) {
        log.add(part.log) { step in
            var step = step
            step.clock = Int32(names[Int(step.clock)])
            return step
        }
    }

    private static var emptyLog: RequestLog { RequestLog(limit: 1 << 16) }

    /// The log of `source`; `clocks` are who wrote the records, by the numbers of their names.
    consuming func finish(source: String, clocks: [Entity]) -> RequestLog {
        let beginning = RequestLog.Statement(
            entity: Entity("", .service), template: Template(id: 0, text: ""), isError: false)
        log.finish(statements: [beginning], source: source, clocks: clocks)
        return log
    }

    // MARK: Ends

    /// An address with a port that begins at `start`.
    private static func end(in text: Span<UInt8>, at start: Int) -> (address: UInt64, port: Int, end: Int)? {
        guard text[start].isDigit else { return nil }
        if start > 0 {
            let before = text[start - 1]
            if before.isDigit || before.isLetter || before == UInt8(ascii: ".") { return nil }
        }
        guard let address = address(text, at: start), let port = port(text, behind: address.end) else { return nil }
        return (address.value, port, address.end)
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
