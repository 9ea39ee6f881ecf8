internal import CulpritModel
package import CulpritRules
internal import CulpritScan

/// Runs the examples of the formats in the rule files; `RuleTester` runs those of rules and signals.
package struct FormatTester {
    private let set: RuleSet

    package init(_ set: RuleSet) { self.set = set }

    /// Reads each example alone and compares what was found in it with what it names; a part without a value, or that
    /// it does not name, must not be found.
    package func run() -> RuleTester.Outcome {
        var outcome = RuleTester.Outcome()
        for format in set.formats {
            for example in format.examples {
                outcome.testCount += 1
                check(example, of: format, &outcome)
            }
        }
        return outcome
    }

    private func check(
        _ example: FormatDefinition.Example, of format: FormatDefinition, _ outcome: inout RuleTester.Outcome
    ) {
        var records: [Parts] = []
        var reader = RecordReader(set, reference: Self.reference)
        reader.read(Array(example.line.utf8).span) { records.append(Parts($0, formats: set.formats)) }
        reader.finish { records.append(Parts($0, formats: set.formats)) }
        // The line of a CSV example is a header and one row.
        let isSplit = records.count != (format.kind == .csv ? 2 : 1)
        guard let record = records.last, !isSplit else {
            fail("An example of format '\(format.id)' gives \(records.count) records.", example, &outcome)
            return
        }
        if record.format != format.id {
            let found = record.format.map { "format '\($0)'" } ?? "no format"
            fail("An example of format '\(format.id)' is taken for \(found).", example, &outcome)
        }
        func compare(_ part: String, _ found: String?, _ expected: String?) {
            guard found != expected else { return }
            let (found, expected) = (found.map { "'\($0)'" } ?? "none", expected.map { "'\($0)'" } ?? "none")
            fail("An example of format '\(format.id)' has the \(part) \(found), not \(expected).", example, &outcome)
        }
        compare("time", record.time?.description, example.time.map { time(of: $0)?.description ?? $0 })
        compare("host", record.host, example.host)
        compare("service", record.service, example.service)
        compare("pod", record.pod, example.pod)
        compare("trace", record.trace, example.trace)
        compare("severity", record.severity?.name, example.severity)
        compare("message", record.message, example.message ?? "")
    }

    /// Reads the time of an example: RFC 3339, without year or zone where the line has none.
    private func time(of text: String) -> Timestamp? {
        let isYearless = text.split(separator: "-", maxSplits: 1).first?.count == 2
        let whole = isYearless ? "\(Self.reference.latest.civil.year)-\(text)" : text
        return TimestampParser.parse(Array(whole.utf8).span, at: 0, reference: Self.reference)?.time
    }

    private func fail(_ what: String, _ example: FormatDefinition.Example, _ outcome: inout RuleTester.Outcome) {
        outcome.failures.append(
            Diagnostic(
                what, at: example.place, because: "The line is '\(example.line)'.",
                try: "Correct the format or the example."))
    }

    /// The end of a year, so that every time without one is in it.
    private static let reference = TimeReference(latest: Timestamp(seconds: 1_798_675_200))

    /// What is compared of a record, copied out of the buffer that the reader uses again.
    private struct Parts {
        let format: String?
        let time: Timestamp?
        let host: String?
        let service: String?
        let pod: String?
        let trace: String?
        let severity: Severity?
        let message: String?

        init(_ record: RecordBuffer, formats: [FormatDefinition]) {
            format = record.format.map { formats[$0].id }
            (time, severity) = (record.time, record.severity)
            (host, service) = (record.text(record.host), record.text(record.service))
            (pod, trace) = (record.text(record.pod), record.text(record.trace))
            message = record.text(record.message)
        }
    }
}
