package import CulpritModel

/// The timeline of a report for programs that read many timelines.
package enum TimelineExport {
    /// A row, with the columns that Timesketch asks for: `message`, `datetime`, `timestamp_desc`.
    private struct Row {
        let time: Timestamp
        let meaning: String
        let message: String
        let entity: String
        let category: String?
        let location: Location?
    }

    /// One JSON object a line, by time.
    package static func jsonLines(_ report: Report) -> String {
        rows(of: report).map { row in
            var writer = JSONWriter(indented: false)
            writer.object {
                $0.member("datetime", row.time)
                $0.key("timestamp")
                $0.value(row.time.nanoseconds / 1_000)
                $0.member("timestamp_desc", row.meaning)
                $0.member("message", terminalSafe(row.message))
                $0.member("level", row.category == nil ? "info" : "error")
                $0.member("entity", row.entity)
                $0.member("category", row.category)
                $0.member("source", row.location?.source)
                $0.key("line")
                if let line = row.location?.line { $0.value(line) } else { $0.null() }
            }
            return writer.text + "\n"
        }.joined()
    }

    /// CSV with a header, by time.
    package static func csv(_ report: Report) -> String {
        let columns = ["datetime", "timestamp_desc", "message", "entity", "category", "source", "line"]
        let cells = rows(of: report).map { row -> [QueryValue] in
            [
                .text(row.time.description), .text(row.meaning), .text(terminalSafe(row.message)), .text(row.entity),
                row.category.map(QueryValue.text) ?? .null, row.location.map { .text($0.source) } ?? .null,
                row.location.map { .integer(Int64($0.line)) } ?? .null,
            ]
        }
        return tableCSV(QueryResult(columns: columns, rows: cells))
    }

    /// What lnav needs to read the lines of JSON: install it with `lnav -i FILE`.
    package static let lnavFormat = """
        {
          "$schema": "https://lnav.org/schemas/format-v1.schema.json",
          "culprit_timeline": {
            "title": "Culprit timeline",
            "description": "The timeline of a case, as 'culprit export --format jsonl' writes it",
            "json": true,
            "hide-extra": true,
            "timestamp-field": "timestamp",
            "timestamp-divisor": 1000000,
            "level-field": "level",
            "body-field": "message",
            "line-format": [
              {"field": "__timestamp__"}, " ", {"field": "entity", "min-width": 12}, " ", {"field": "message"}
            ],
            "value": {
              "datetime": {"kind": "string"},
              "timestamp": {"kind": "integer"},
              "timestamp_desc": {"kind": "string"},
              "message": {"kind": "string"},
              "level": {"kind": "string"},
              "entity": {"kind": "string", "identifier": true},
              "category": {"kind": "string", "identifier": true},
              "source": {"kind": "string"},
              "line": {"kind": "integer"}
            }
          }
        }

        """

    /// The moments of the timeline, and the evidence of the verdict that is not among them.
    private static func rows(of report: Report) -> [Row] {
        var rows = report.timeline.map { moment in
            Row(
                time: moment.time, meaning: "first seen", message: moment.what, entity: moment.entity, category: nil,
                location: moment.location)
        }
        if let best = report.causes.first, report.verdict.category != nil {
            rows += best.evidence.filter(\.speaksFor).compactMap { evidence in
                evidence.time.map { time in
                    Row(
                        time: time, meaning: "evidence", message: evidence.text, entity: best.entity.name,
                        category: best.category.rawValue, location: evidence.location)
                }
            }
        }
        return rows.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }
}
