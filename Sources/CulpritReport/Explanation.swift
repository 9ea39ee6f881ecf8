package import CulpritModel

/// How one cause of a report came to its score and its confidence, term by term.
package struct Explanation: Sendable {
    private let cause: Cause
    private let rank: Int
    private let weighing: ReportDetails.Weighing

    /// `name` is the rank of a cause, from 1, or its category and entity as in `bug:chat`; `nil` when there is none.
    package init?(of name: String, in report: Report) {
        let index =
            Int(name).map { $0 - 1 }
            ?? report.causes.firstIndex { "\($0.category.rawValue):\($0.entity.name)" == name }
        guard let index, report.causes.indices.contains(index) else { return nil }
        (cause, rank, weighing) = (report.causes[index], index + 1, report.details.weighing)
    }

    package func text(style: TextStyle) -> String {
        var page = TextPage(style: style)
        page.headline(
            "\(rank). \(cause.category.rawValue.uppercased()): \(cause.entity.name), confidence "
                + Phrases.percent(cause.confidence), .heading)
        page.heading("Evidence, in log-odds")
        for evidence in cause.evidence {
            let rule = evidence.rule.map { "  [\($0)]" } ?? ""
            page.whole("\(Self.signed(evidence.weight))  \(Self.place(evidence.location))\(rule)")
            page.paragraph(evidence.text, first: Self.indent, limit: 3)
        }
        if !cause.terms.isEmpty {
            page.heading("Beside the evidence")
            for term in cause.terms { page.line("\(Self.signed(term.value))  \(term.name)") }
        }
        page.heading("Together")
        page.line("\(Self.signed(cause.score))  the sum: the score")
        page.paragraph(
            "A cause's part of all causes and of there being none, e^(score / temperature): here "
                + "e^(\(Phrases.fixed(cause.score / weighing.temperature)) - \(Phrases.fixed(weighing.logOfSum))) = "
                + "\(Phrases.percent(cause.confidence)), with a temperature of \(Phrases.fixed(weighing.temperature)) and a "
                + "score of \(Phrases.fixed(weighing.noneScore)) for none. What each weight means is in "
                + "Rules/diagnosis.yaml.", first: Self.indent)
        return page.text
    }

    package var json: String {
        var writer = JSONWriter(indented: true)
        writer.object { document in
            document.member("cause") { $0.members(of: cause, rank: rank) }
            document.member("terms", each: cause.terms) { writer, term in
                writer.object {
                    $0.member("name", term.name)
                    $0.member("value", term.value)
                }
            }
            document.member("temperature", weighing.temperature)
            document.member("none_score", weighing.noneScore)
            document.member("log_of_sum", weighing.logOfSum)
        }
        return writer.text
    }

    private static let indent = "         "

    private static func place(_ location: Location) -> String {
        "\(location.source):\(location.line) byte \(location.byte)"
    }

    /// A weight with its sign, as wide as all others.
    private static func signed(_ value: Double) -> String {
        let number = (value < 0 ? "" : "+") + Phrases.fixed(value)
        return String(repeating: " ", count: max(0, 7 - number.count)) + number
    }
}
