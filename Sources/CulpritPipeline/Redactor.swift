internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan
internal import Foundation

/// Takes out of records what rules say that nobody may read, for one thread.
final class Redactor {
    private let rules: [(rule: CompiledRule, groups: [Int])]
    private let scratch = MatchScratch()

    /// `nil` when no rule redacts anything, so that nothing is spent on it.
    init?(_ set: RuleSet) {
        rules = set.rules.filter { !$0.rule.redacted.isEmpty }.map { rule in
            (
                rule,
                rule.pattern.captureNames.indices.filter {
                    rule.rule.redacted.contains(rule.pattern.captureNames[$0] ?? "")
                }
            )
        }
        if rules.isEmpty { return nil }
    }

    /// A record without its secrets, and what those were.
    struct Redacted {
        let record: RecordBuffer
        let secrets: [String]
    }

    /// `text` with the secrets taken out.
    static func cleaned(_ text: String, of secrets: [String]) -> String {
        secrets.reduce(text) { $0.replacingOccurrences(of: $1, with: RecordBuffer.redaction) }
    }

    /// The record without its secrets; `nil` when it has none.
    func redacted(_ record: RecordBuffer) -> Redacted? {
        let message = record.bytes.span.extracting(record.message)
        var parts: [Range<Int>] = []
        for (rule, groups) in rules where rule.pattern.matches(message, scratch: scratch) {
            parts += groups.compactMap { scratch.range(of: $0) }.filter { !$0.isEmpty }
        }
        if parts.isEmpty { return nil }
        let start = record.message.lowerBound
        let ranges = parts.map { $0.lowerBound + start..<$0.upperBound + start }
        let secrets = Set(ranges.compactMap { record.text($0) }).sorted { ($1.count, $0) < ($0.count, $1) }
        var clean = record
        clean.redact(ranges)
        return Redacted(record: clean, secrets: secrets)
    }
}
