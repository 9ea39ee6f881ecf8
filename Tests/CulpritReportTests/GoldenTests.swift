import CulpritReport
import Foundation
import Testing

struct GoldenTests {
    private static let plain = TextStyle(colour: false)

    static let documents: [(name: String, text: @Sendable () -> String)] = [
        ("report.txt", { reportText(ReportFixture.report, style: plain) }),
        ("report-colour.txt", { reportText(ReportFixture.report, style: TextStyle(colour: true)) }),
        ("report.md", { reportMarkdown(ReportFixture.report) }),
        ("report.html", { reportHTML(ReportFixture.report) }),
        ("report.json", { reportJSON(ReportFixture.report) }),
        ("undetermined.txt", { reportText(ReportFixture.undetermined, style: plain) }),
        ("undetermined.md", { reportMarkdown(ReportFixture.undetermined) }),
        ("undetermined.html", { reportHTML(ReportFixture.undetermined) }),
        ("undetermined.json", { reportJSON(ReportFixture.undetermined) }),
        ("digest.txt", { digestText(ReportFixture.digest, style: plain) }),
        ("digest.md", { digestMarkdown(ReportFixture.digest) }),
        ("digest.html", { digestHTML(ReportFixture.digest) }),
        ("digest.eml", { digestMail(ReportFixture.digest, to: "ops@example.org") }),
        ("digest-webhook.json", { digestWebhook(ReportFixture.digest) }),
        ("timeline.csv", { TimelineExport.csv(ReportFixture.report) }),
        ("timeline.jsonl", { TimelineExport.jsonLines(ReportFixture.report) }),
        ("grafana.json", { grafanaAnnotations(ReportFixture.report) }),
        ("alertmanager.json", { alertmanagerAlerts(ReportFixture.report) }),
        ("digest.json", { digestJSON(ReportFixture.digest) }),
        ("digest-quiet.txt", { digestText(ReportFixture.quietDigest, style: plain) }),
        ("digest-quiet.md", { digestMarkdown(ReportFixture.quietDigest) }),
    ]

    @Test("Each report is as it was when it was last looked at", arguments: documents.map(\.name))
    func golden(name: String) throws {
        let text = try #require(Self.documents.first { $0.name == name }).text()
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
        if ProcessInfo.processInfo.environment["CULPRIT_RECORD_GOLDENS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(text == golden, "If this is meant, run again with CULPRIT_RECORD_GOLDENS=1 and look at the difference.")
    }

    @Test("No golden is an orphan")
    func orphans() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files) == Set(Self.documents.map(\.name)))
    }

    @Test("A quiet day has three lines")
    func quietDay() {
        #expect(digestText(ReportFixture.quietDigest, style: Self.plain).split(separator: "\n").count == 3)
    }

    @Test("No line of text is wider than the terminal, and none holds a control character")
    func terminal() {
        for text in [
            reportText(ReportFixture.report, style: Self.plain), digestText(ReportFixture.digest, style: Self.plain),
        ] {
            for line in text.split(separator: "\n") {
                #expect(line.count <= 80)
                #expect(line == terminalSafe(String(line)))
            }
        }
    }

    @Test("JSON can be read back")
    func json() throws {
        for text in [reportJSON(ReportFixture.report), digestJSON(ReportFixture.digest)] {
            #expect(try JSONSerialization.jsonObject(with: Data(text.utf8)) is [String: Any])
        }
    }
}
