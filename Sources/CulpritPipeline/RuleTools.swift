internal import CulpritAnalysis
package import CulpritModel
internal import CulpritParse
internal import CulpritReport
internal import CulpritRules
internal import CulpritScan
internal import Foundation

/// Helps to write rules: what a line is taken for, what rules say of it, what a rule for it could be and would cost.
package struct RuleTools {
    private let set: RuleSet
    private let now: Timestamp

    /// `now` is for times in lines that tell no year.
    package init(_ choice: RuleChoice, now: Timestamp) throws {
        set = try choice.load()
        self.now = now
    }

    /// A proposed rule file for `line`.
    package func draft(from line: String) -> String { RuleDraft(record(of: line)).yaml }

    /// What `line` is taken for, and for each rule that may match it whether and why; for a terminal.
    package func explanation(of line: String) -> String {
        let record = record(of: line)
        let explanation = RuleExplanation(record.message, set: set, clock: Self.nanoseconds)
        var lines = parts(of: record)
        for trial in explanation.trials {
            let micros = String(format: "%.1f µs", Double(trial.nanoseconds) / 1_000)
            let outcome = trial.isMatch ? "matches" : trial.isGivenUp ? "is given up" : "does not match"
            lines += [
                "",
                "\(trial.rule.id) \(outcome) (\(trial.rule.folder), weight \(trial.rule.weight), \(micros)): \(trial.rule.title)",
            ]
            lines.append("  at \(trial.place)")
            lines += trial.captures.map { "  \($0.name) = \($0.value)" }
            if trial.isGivenUp {
                lines.append("  the match limit was reached: bound the repeats of its pattern")
            } else if !trial.isMatch {
                lines.append("  its pattern comes as far as '\(trial.reached)'")
            }
        }
        let matching = explanation.trials.filter(\.isMatch).map(\.rule)
        let strongest = matching.filter { $0.change == nil }.map(\.id).first
        lines += ["", strongest.map { "As evidence counts the strongest: \($0)." } ?? "No rule of a category matches."]
        let ids = Set(matching.map(\.id))
        let further = set.correlations.filter { !ids.isDisjoint(with: $0.rule.correlation?.parts ?? []) }
        if !further.isEmpty {
            lines.append("Its hits are looked at by: \(further.map(\.rule.id).joined(separator: ", ")).")
        }
        lines.append("\(explanation.untriedCount) rules have nothing in common with the line to speak of.")
        return lines.map { terminalSafe($0) + "\n" }.joined()
    }

    /// What each rule costs on the lines of `inputs`, or on the examples of all rules; the dearest `limit` of them.
    package func bench(inputs: [String], limit: Int) async throws -> QueryResult {
        var lines: [String] = []
        if !inputs.isEmpty {
            let walk = InputWalker.files(of: inputs)
            if let problem = walk.problems.first { throw problem }
            for file in walk.files where lines.count < Self.benchLineLimit {
                _ = try SourceOpener.peek(file.path, byteCount: Self.benchByteLimit) { bytes in
                    lines += bytes.text(0..<bytes.count).split(whereSeparator: \.isNewline).map(String.init)
                }
            }
        }
        let bench = RuleBench(set, lines: Array(lines.prefix(Self.benchLineLimit)), clock: Self.nanoseconds)
        return QueryResult(
            columns: ["rule", "mean_ns", "matches", "given_up", "worst_us", "worst_line"],
            rows: bench.costs.prefix(limit).map { cost in
                [
                    .text(cost.rule), .integer(Int64(cost.meanNanoseconds.rounded())), .integer(Int64(cost.matchCount)),
                    .integer(Int64(cost.givenUpCount)), .real(Double(cost.worstNanoseconds / 100) / 10),
                    .text(cost.worstLine),
                ]
            }, isTruncated: bench.costs.count > limit)
    }

    /// Enough lines to tell cheap rules from dear ones, in seconds.
    private static let (benchLineLimit, benchByteLimit) = (5_000, 1 << 20)

    private static func nanoseconds() -> Int { Int(DispatchTime.now().uptimeNanoseconds) }

    /// The record that `line` is, alone.
    private func record(of line: String) -> Record {
        var parsed: [Record] = []
        let describer = RecordDescriber(path: "line", rules: set)
        var reader = RecordReader(set, reference: TimeReference(latest: now), keepsFields: true)
        reader.read(Array((line + "\n").utf8).span) { parsed.append(describer.describe($0)) }
        reader.finish { parsed.append(describer.describe($0)) }
        let empty = Record(
            location: Location(source: "line", line: 1, byte: 0), message: line, template: Template(id: 0, text: line))
        return parsed.first ?? empty
    }

    private func parts(of record: Record) -> [String] {
        let format = record.format.flatMap { id in set.formats.first { $0.id == id } }
        let parts: [(String, String?)] = [
            ("format", format.map { "\($0.id), \($0.title)" } ?? "none; the whole line is the message"),
            ("time", record.time.map { "\($0)" }), ("host", record.host), ("service", record.service),
            ("severity", record.severity?.name), ("message", record.message), ("template", record.template.text),
        ]
        return parts.compactMap { name, value in
            value.map { "\(name.padding(toLength: 9, withPad: " ", startingAt: 0)) \($0)" }
        } + record.fields.map { "  \($0.name) = \($0.value)" }
    }
}

/// Rules of another program, carried over.
package struct RuleImporting: Sendable {
    /// A rule file; empty when nothing could be carried over.
    package let yaml: String
    package let count: Int
    /// What was not carried over, each with its name and why.
    package let leftOut: [String]

    /// Reads the file at `path`.
    package init(path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw RunError.cannotReadRules(path)
        }
        let result = try RuleImport(text, path: path)
        (yaml, count, leftOut) = (result.yaml, result.count, result.leftOut)
    }
}
