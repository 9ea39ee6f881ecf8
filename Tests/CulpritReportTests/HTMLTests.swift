import CulpritModel
import Foundation
import Testing

@testable import CulpritReport

struct HTMLTests {
    static let texts = [
        ("plain", "plain"), ("<script>", "&lt;script&gt;"), ("a&b", "a&amp;b"), ("\"'", "&quot;&#39;"),
        ("\u{1B}[2J\0", #"\x1b[2J\x00"#), ("\u{202E}x", #"\u{202e}x"#), ("日本", "日本"),
    ]

    @Test("Text is text in markup, in an element and in an attribute", arguments: texts)
    func escaping(text: String, expected: String) {
        let markup: Markup = "<p title=\"\(text)\">\(text)</p>"
        #expect(markup.text == "<p title=\"\(expected)\">\(expected)</p>")
        #expect(Markup(text: text).text == expected)
    }

    static let numbers = [(0.0, "0"), (1.5, "1.5"), (-2.05, "-2.05"), (10.999, "11"), (.infinity, "0"), (3.1, "3.1")]

    @Test("Coordinates are short", arguments: numbers)
    func coordinate(number: Double, expected: String) { #expect(Phrases.coordinate(number) == expected) }

    @Test("Nothing of a hostile line is markup")
    func hostile() {
        let page = reportHTML(ReportFixture.report)
        #expect(!page.contains("<script"))
        #expect(!page.contains("\u{1B}") && !page.contains("\u{202E}") && !page.contains("\0"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!page.contains("<b>\""), "a label got out of its attribute")
    }

    @Test("The page asks for nothing from elsewhere and has neither script nor inline style")
    func selfContained() {
        let page = reportHTML(ReportFixture.report)
        for forbidden in ["http:", "https:", " src=", "url(", "@import", "<link", " style=", " onclick", "javascript:"]
        {
            #expect(!page.contains(forbidden), "\(forbidden)")
        }
        #expect(page.contains("default-src 'none'; style-src 'sha256-\(ReportStyle.digest)'"))
    }

    @Test("The policy names the style sheet that the page has")
    func digest() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "culprit-style-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(ReportStyle.sheet.text.utf8).write(to: file)
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/sha256sum")
        process.arguments = [file.path]
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let hexadecimal = Array(output.prefix(64))
        let bytes = stride(from: 0, to: hexadecimal.count, by: 2).compactMap { index in
            UInt8(String(hexadecimal[index...index + 1]), radix: 16)
        }
        #expect(Data(bytes).base64EncodedString() == ReportStyle.digest)
    }

    @Test("Every link within the page leads somewhere, and no id comes twice")
    func anchors() {
        let page = reportHTML(ReportFixture.report)
        let ids = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let links = page.matches(of: #/href="#([^"]+)"/#).map { String($0.1) }
        #expect(!links.isEmpty)
        for link in Set(links) { #expect(ids.contains(link), "#\(link)") }
        for reference in page.matches(of: #/aria-labelledby="([^"]+)"/#).flatMap({ $0.1.split(separator: " ") }) {
            #expect(ids.contains(String(reference)), "\(reference)")
        }
    }

    @Test("Drawings, tables and landmarks have names for who cannot see them")
    func labels() {
        let page = reportHTML(ReportFixture.report)
        #expect(page.contains("<html lang=\"en\">"))
        for landmark in ["<header", "<nav aria-label=", "<main>", "<footer>"] { #expect(page.contains(landmark)) }
        let count = { (text: String) in page.components(separatedBy: text).count - 1 }
        #expect(count("<svg ") >= 4)
        #expect(count("<svg ") == count("role=\"img\" aria-labelledby="))
        #expect(count("<svg ") == count("<desc "))
        #expect(count("<table>") == count("<caption>"))
        #expect(count("<table>") <= count("<th scope=\"col\">"))
        #expect(count("<h1>") == 1)
    }

    @Test("A case of any size makes a page below 2 MB")
    func size() {
        var report = ReportFixture.report
        let long = String(repeating: "<&'\u{1}>", count: 2_000)
        let place = { (line: Int) in Location(source: long, line: line, byte: line) }
        let evidence = (0..<300).map { line in
            Evidence(
                kind: .rule, speaksFor: line % 3 > 0, weight: 1, location: place(line), time: ReportFixture.start,
                text: long, rule: "r")
        }
        report.causes = (0..<400).map { index in
            Cause(
                entity: Entity("\(index)\(long)", .host), category: Category.allCases[index % 4], score: 1,
                confidence: 0.5, firstSeen: nil, lastSeen: nil, summary: long, evidence: evidence,
                remedies: Array(repeating: long, count: 50))
        }
        report.timeline = (0..<5_000).map {
            Report.Moment(time: ReportFixture.start, what: long, entity: long, location: place($0))
        }
        report.crashGroups = Array(repeating: report.crashGroups[0], count: 1_000)
        report.congestionWindows = Array(repeating: report.congestionWindows[0], count: 1_000)
        report.sources = Array(repeating: report.sources[0], count: 5_000)
        var lane = report.details.lanes[0]
        lane.windows = Array(repeating: lane.windows[0], count: 30)
        lane.marks = Array(repeating: lane.marks[0], count: 16)
        report.details.lanes = Array(repeating: lane, count: 30)
        report.details.factors = Array(repeating: long, count: 12)
        #expect(reportHTML(report).utf8.count < 2_000_000)
    }

    /// The pairs of text and ground that the sheet makes.
    static let pairs = [
        ("ink", "paper"), ("ink", "card"), ("faint", "paper"), ("faint", "card"), ("link", "paper"), ("link", "card"),
        ("ink", "mark"), ("faint", "mark"), ("link", "mark"), ("hardware", "card"), ("on", "bug"), ("on", "hardware"),
        ("on", "network"), ("on", "delay"), ("on", "other"),
    ]

    @Test("Text stands out from its ground by 4.5 to 1, in light and in dark", arguments: pairs)
    func contrast(text: String, ground: String) throws {
        let sheet = ReportStyle.sheet.text
        let blocks = sheet.components(separatedBy: ":root{").dropFirst().map { $0.prefix { $0 != "}" } }
        #expect(blocks.count == 3, "light, dark and print")
        for block in blocks {
            let (first, second) = (try luminance(of: text, in: block), try luminance(of: ground, in: block))
            let ratio = (max(first, second) + 0.05) / (min(first, second) + 0.05)
            #expect(ratio >= 4.5, "\(ratio) in \(block.prefix(60))")
        }
    }

    /// The relative luminance of WCAG 2.2.
    private func luminance(of name: String, in block: Substring) throws -> Double {
        let colour = try #require(
            block.firstMatch(of: try Regex("--\(name):#([0-9a-f]{6})", as: (Substring, Substring).self)))
        let number = try #require(Int(colour.1, radix: 16))
        let parts = [number >> 16, number >> 8 & 255, number & 255].map { part -> Double in
            let value = Double(part) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
