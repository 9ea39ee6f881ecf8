import CulpritModel
import CulpritReport
import Testing

/// What a report says of requests, where little or nothing tells of them.
struct ImpactPhraseTests {
    private func text(_ requests: Impact.Requests?) -> String {
        var report = ReportFixture.report
        report.details.impact?.requests = requests
        return reportText(report, style: TextStyle(colour: false, columns: 200)).split(separator: "\n")
            .first { $0.hasPrefix("Failed") }.map(String.init) ?? ""
    }

    @Test("None that failed is told from none that was counted")
    func none() {
        #expect(text(nil).contains("cannot tell: no counter of answers by status"))
        let none = Impact.Requests(failed: 0, beyondUsual: 0, total: 1_200, countedBy: "http_requests_total")
        #expect(text(none).contains("0 of 1,200 requests, by http_requests_total"))
    }

    @Test("Failures that are usual, or of nobody knows how many, are told as such")
    func some() {
        let usual = Impact.Requests(failed: 12, beyondUsual: 0, total: 1_200, countedBy: "a")
        #expect(text(usual).contains("12 of 1,200 requests, no more than usual"))
        let alone = Impact.Requests(failed: 12, beyondUsual: 11, total: nil, countedBy: "a")
        #expect(text(alone).contains("about 11 requests more than usual, by a"))
        let known = Impact.Requests(failed: 12, beyondUsual: 11, total: 1_200, countedBy: "a")
        #expect(text(known).contains("about 11 more than usual of 1,200 requests, by a"))
    }
}
