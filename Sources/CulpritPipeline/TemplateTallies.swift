internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritStore

/// Counts the records of each template of one source, by numbers from 0, in memory that no input can fill.
///
/// The number 0 is of all templates that are not told apart.
struct TemplateTallies {
    private struct Tally {
        let id: Int64
        var count = 0
        /// In nanoseconds; the first is behind the last where no record has a time.
        var first = Int64.max
        var last = Int64.min
        var line = 0
        var byte = 0

        mutating func add(_ tally: Tally) {
            if count == 0 || (tally.line, tally.byte) < (line, byte) { (line, byte) = (tally.line, tally.byte) }
            count += tally.count
            (first, last) = (min(first, tally.first), max(last, tally.last))
        }

        func count(of template: Template, source: String) -> TemplateCount {
            let hasTime = first <= last
            return TemplateCount(
                template: template, source: source, count: count,
                firstSeen: hasTime ? Timestamp(nanoseconds: first) : nil,
                lastSeen: hasTime ? Timestamp(nanoseconds: last) : nil, line: line, byte: byte)
        }
    }

    /// Even a source whose templates come by falling ids, so that each is kept for a while, gets no more numbers.
    private static let mostNumbers = 8 * TemplateBound.mostTemplates

    private var numbers: [Int64: Int] = [:]
    private var tallies = [Tally(id: Template.other.id)]
    /// By id, of those that are kept.
    private var texts: [Int64: String] = [:]
    private var bound = TemplateBound()

    /// Ids from this one on count as other.
    var limit: Int64 { bound.limit }

    /// The number of the template with `id`.
    mutating func number(of id: Int64, text: @autoclosure () -> String) -> Int {
        guard id < bound.limit else { return 0 }
        if let known = numbers[id] { return known }
        guard tallies.count < Self.mostNumbers else { return 0 }
        numbers[id] = tallies.count
        tallies.append(Tally(id: id))
        let text = text()
        texts[id] = text
        if bound.take(id, byteCount: text.utf8.count) { forgetTexts() }
        return tallies.count - 1
    }

    /// Forgets the counts: those of a part of the source begin.
    mutating func beginPart() {
        for index in tallies.indices { tallies[index] = Tally(id: tallies[index].id) }
    }

    /// All templates are told apart so far.
    var isWhole: Bool { bound.limit == .max && tallies.count < Self.mostNumbers }

    /// Adds the counts of the part of the source that comes next, and returns the numbers here of its own.
    mutating func add(_ part: TemplateTallies) -> [Int] {
        part.tallies.enumerated().map { number, tally in
            let here = number == 0 ? 0 : self.number(of: tally.id, text: part.template(id: tally.id).text)
            if tally.count > 0 { tallies[here].add(tally) }
            return here
        }
    }

    mutating func count(_ number: Int, _ record: RecordBuffer) {
        if tallies[number].count == 0 { (tallies[number].line, tallies[number].byte) = (record.line, record.byte) }
        let time = record.time?.nanoseconds
        count(number, 1, from: time ?? .max, to: time ?? .min)
    }

    /// Counts records behind one that was counted, with times from `first` to `last` in nanoseconds.
    mutating func count(_ number: Int, _ count: Int, from first: Int64, to last: Int64) {
        tallies[number].count += count
        tallies[number].first = min(tallies[number].first, first)
        tallies[number].last = max(tallies[number].last, last)
    }

    /// Ends the counting: only templates below the limit have numbers of their own from here on.
    mutating func finish() {
        if bound.settle() { forgetTexts() }
    }

    func template(_ number: Int) -> Template { template(id: tallies[number].id) }

    func template(id: Int64) -> Template { texts[id].map { Template(id: id, text: $0) } ?? .other }

    /// The id of the template, or that of `other`.
    func id(_ number: Int) -> Int64 {
        let id = tallies[number].id
        return id < bound.limit ? id : Template.other.id
    }

    /// The counts of templates that have records, by template, with those that are not told apart as one.
    func counts(source: String) -> [TemplateCount] {
        var other = tallies[0]
        var counts: [TemplateCount] = []
        // Of a record with secrets the template of what is shown counts, and its own was never seen.
        for tally in tallies.dropFirst() where tally.count > 0 {
            if tally.id < bound.limit {
                counts.append(tally.count(of: template(id: tally.id), source: source))
            } else {
                other.add(tally)
            }
        }
        if other.count > 0 { counts.append(other.count(of: .other, source: source)) }
        return counts.sorted { $0.template < $1.template }
    }

    private mutating func forgetTexts() {
        let limit = bound.limit
        texts = texts.filter { $0.key < limit }
    }
}
