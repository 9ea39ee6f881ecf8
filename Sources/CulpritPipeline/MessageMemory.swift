internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// What was found out about messages seen before, by their shape: themselves but for the values of their digits.
struct MessageMemory {
    /// What holds for every message of one shape.
    struct Traits {
        /// The number of the template.
        var template: Int
        var candidates: RuleMatcher.Candidates
        /// All candidates match in each of the messages.
        var isCertain: Bool
        /// Of the candidates, where they are certain.
        var matched: MatchedRules
        /// No rule matches any of the messages, as nearly always.
        let tellsNothing: Bool
        /// Where in the message the ends of a connection stand, when it tells that one begins.
        var connectionEnds: [Int] = []

        /// `matched` are the rules of each message, if they are the same.
        init(template: Int, candidates: RuleMatcher.Candidates, matched: MatchedRules?) {
            (self.template, self.candidates) = (template, candidates)
            (isCertain, self.matched) = (matched != nil, matched ?? MatchedRules())
            tellsNothing = matched.map { $0.isEmpty && !$0.redacts && !$0.mayCrash } ?? false
        }
    }

    private(set) var traits: [Traits] = []
    private var decided = DecidedMatches()
    private var table = NumberTable()
    private var index = ShapeIndex()
    /// Keeps whoever writes a message from choosing one that is taken for another.
    private let seed = UInt64.random(in: .min ... .max)

    /// With so many shapes it begins anew: a source whose messages all differ fills no memory.
    private static let limit = 16_384

    /// The number of the traits of the record's message; the count of `traits` when they are to be appended.
    mutating func number(of record: RecordBuffer) -> Int {
        if let known = index.number(of: record) { return known }
        if traits.count >= Self.limit {
            (traits, decided, table) = ([], DecidedMatches(), NumberTable())
            index.removeAll(at: record.shapeEpoch)
        }
        let message = record.bytes.span.extracting(record.message)
        let number = table.index(of: message.shapeHash(seed: seed))
        index.keep(number, for: record)
        return number
    }

    mutating func append(_ new: Traits) { traits.append(new) }

    /// Which rules match `message`, one of those whose digits decide that, with these bytes where they decide; `nil` where it
    /// is not known.
    func matches(of message: Int, with bytes: Span<UInt8>) -> MatchedRules? {
        decided.matches(of: key(message, bytes))
    }

    mutating func keep(_ matched: MatchedRules, of message: Int, with bytes: Span<UInt8>) {
        decided.keep(matched, of: key(message, bytes))
    }

    private func key(_ message: Int, _ bytes: Span<UInt8>) -> UInt64 {
        bytes.hash(seed: seed &+ UInt64(message) &* 0x9E37_79B9_7F4A_7C15)
    }
}

/// Which rules match messages whose digits decide it, by those digits.
private struct DecidedMatches {
    /// Few matches are told apart, so that an entry is small, and all of them fit into a near cache.
    private var matches: [MatchedRules] = []
    /// What has the same place as another takes it over; empty until the first.
    private var entries: [(key: UInt64, number: Int32)] = []

    private static let entryCount = 4_096
    private static let mostMatches = 256

    func matches(of key: UInt64) -> MatchedRules? {
        guard !entries.isEmpty else { return nil }
        let entry = entries[Int(key % UInt64(Self.entryCount))]
        return entry.key == key && entry.number >= 0 ? matches[Int(entry.number)] : nil
    }

    mutating func keep(_ matched: MatchedRules, of key: UInt64) {
        if entries.isEmpty { entries = Array(repeating: (0, -1), count: Self.entryCount) }
        let number = matches.firstIndex(of: matched) ?? matches.count
        if number == matches.count {
            guard number < Self.mostMatches else { return }
            matches.append(matched)
        }
        entries[Int(key % UInt64(Self.entryCount))] = (key, Int32(number))
    }
}

/// Of the rules that match one record those that count, by number: the strongest tells most, the others would count the
/// record twice; what tells of a change is apart.
struct MatchedRules: Hashable {
    var best: Int?
    var change: Int?
    /// Those beside them at whose hits other rules look.
    var parts: [Int] = []
    /// One of them says that a part of the record is nobody's to read.
    var redacts = false
    /// A crash report may begin in the record.
    var mayCrash = false

    var isEmpty: Bool { best == nil && change == nil && parts.isEmpty }

    /// Calls `body` with what a record with the number of its template counts as.
    @inline(__always) func forEachEvent(template: Int, isFailure: Bool, _ body: (EventKind) -> Void) {
        if let change { body(.rule(change)) }
        if let best { body(.rule(best)) } else if change == nil, isFailure { body(.template(template)) }
        for number in parts { body(.rule(number)) }
    }
}
