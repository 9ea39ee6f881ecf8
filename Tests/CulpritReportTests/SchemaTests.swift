import CulpritModel
import CulpritReport
import CulpritTestSupport
import Testing

struct SchemaTests {
    @Test("What is written is what the schemas say")
    func documents() throws {
        let (report, digest) = (
            try #require(JSONSchemaCheck(schema: JSONSchema.report)),
            try #require(JSONSchemaCheck(schema: JSONSchema.digest))
        )
        for text in [reportJSON(ReportFixture.report), reportJSON(ReportFixture.undetermined)] {
            #expect(report.problems(in: text) == [])
        }
        for text in [digestJSON(ReportFixture.digest), digestJSON(ReportFixture.quietDigest)] {
            #expect(digest.problems(in: text) == [])
        }
    }

    @Test("Alerts are written as their schema says, those that never ring or cannot be tried too")
    func alerts() throws {
        let check = try #require(JSONSchemaCheck(schema: JSONSchema.alerts))
        var rules = ["rings", "never \"rings\"", "untried"].map {
            AlertRule(name: $0, expression: "up == 0", forSeconds: 90)
        }
        rules[0].trial = AlertRule.Trial(firings: [ReportFixture.span(60, 600)], falseAlarmCount: 2)
        rules[2].trial.obstacle = "the case has no series 'up'"
        var report = ReportFixture.report
        for measured in [nil, ReportFixture.start] {
            report.details.detection.impactMeasured = measured
            let text = AlertSummary(rules: rules, report: report).json
            #expect(check.problems(in: text) == [], "\(text)")
            #expect(
                !check.problems(in: text.replacing("\"for_seconds\": 90", with: "\"for_seconds\": \"90s\"")).isEmpty)
        }
        #expect(check.problems(in: AlertSummary(rules: [], report: report).json) == [])
    }

    static let wrong = [
        ("\"confidence\": 0.93", "\"confidence\": 93"), ("\"category\": \"hardware\"", "\"category\": \"disk\""),
        ("\"schema\": \"culprit.report/1\"", "\"schema\": \"other\""), ("\"rank\": 1", "\"rank\": \"1\""),
        ("\"verdict\"", "\"judgement\""), ("2024-05-01T10:00:00Z", "2024-05-01 10:00"),
    ]

    @Test("A document that is not as the schema says is told", arguments: wrong)
    func wrongDocument(text: String, replacement: String) throws {
        let check = try #require(JSONSchemaCheck(schema: JSONSchema.report))
        let document = reportJSON(ReportFixture.report)
        #expect(document.contains(text))
        #expect(!check.problems(in: document.replacing(text, with: replacement)).isEmpty)
    }
}
