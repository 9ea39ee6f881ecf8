import CulpritModel
import Foundation
import Testing

@testable import CulpritReport

struct EscapingTests {
    static let terminal = [
        ("plain", "plain"), ("\u{1B}[2J", #"\x1b[2J"#), ("a\tb\r\n", #"a\tb\r\n"#),
        ("\0\u{7F}\u{9B}", #"\x00\x7f\x9b"#),
        ("\u{202E}x", #"\u{202e}x"#), ("\u{2066}", #"\u{2066}"#), ("\u{FEFF}", #"\u{feff}"#),
        ("C:\\tmp", "C:\\tmp"), ("größer 日本", "größer 日本"), ("\u{E0041}", #"\u{e0041}"#),
    ]

    @Test("Nothing in a line drives a terminal", arguments: terminal)
    func terminalText(text: String, expected: String) {
        #expect(terminalSafe(text) == expected)
    }

    static let code = [
        ("x", "`x`"), ("a`b", "``a`b``"), ("```", "```` ``` ````"), ("`", "`` ` ``"), ("", "(empty)"), (" a", "`  a `"),
        ("a\nb", #"`a\nb`"#),
    ]

    @Test("A code span holds whatever is in it", arguments: code)
    func codeSpan(text: String, expected: String) {
        #expect(markdownCode(text) == expected)
    }

    static let prose = [
        ("<b>&", "&lt;b&gt;&amp;"), ("*a* _b_", #"\*a\* \_b\_"#), ("@root", "\\@\u{200B}root"),
        ("http://x", "http&#58;//x"), ("www.x", "www&#46;x"), ("1. a", #"1\. a"#), ("[a](b)", #"\[a\]\(b\)"#),
        ("a.b", "a.b"),
    ]

    @Test("Prose reads as it is", arguments: prose)
    func proseText(text: String, expected: String) {
        #expect(markdownProse(text) == expected)
    }

    @Test("A block's fence is longer than any in it")
    func block() {
        #expect(markdownBlock(["````", "a"]) == ["`````text", "````", "a", "`````"])
    }

    static let csv = [
        (QueryValue.text("a"), "a"), (.text("a,b"), "\"a,b\""), (.text("a\"b"), "\"a\"\"b\""), (.text("=1+1"), "'=1+1"),
        (.text("-1.5"), "-1.5"), (.text("-x"), "'-x"), (.text("@x"), "'@x"), (.text("\tx"), "'\tx"),
        (.text("\r"), "\"'\r\""), (.null, ""), (.integer(-3), "-3"), (.real(0.5), "0.5"),
        (.text("a\r\nb"), "\"a\r\nb\""),
    ]

    @Test("A cell of CSV is one cell, and no formula", arguments: csv)
    func csvCell(value: QueryValue, expected: String) {
        #expect(tableCSV(QueryResult(columns: ["c"], rows: [[value]])) == "c\r\n\(expected)\r\n")
    }

    static let strings = [
        ("a", "\"a\""), ("\"\\", #""\"\\""#), ("\n\t\u{1}", #""\n\t\u0001""#), ("\u{2028}", #""\u2028""#),
        ("\u{85}", #""\u0085""#), ("é😀", "\"é😀\""),
    ]

    @Test("JSON strings are escaped", arguments: strings)
    func jsonString(text: String, expected: String) throws {
        var writer = JSONWriter(indented: false)
        writer.value([text])
        #expect(writer.text == "[\(expected)]")
        #expect(try JSONDecoder().decode([String].self, from: Data(writer.text.utf8)) == [text])
    }

    static let numbers: [(Double, String)] = [
        (1, "1"), (0.1, "0.1"), (-0.5, "-0.5"), (.infinity, "null"), (.nan, "null"), (1e300, "1e+300"), (1e-7, "1e-07"),
    ]

    @Test("JSON numbers are short and finite", arguments: numbers)
    func jsonNumber(number: Double, expected: String) {
        var writer = JSONWriter(indented: false)
        writer.value(number)
        #expect(writer.text == expected)
    }

    @Test("A record is one line in the contract's order, and a field that comes twice is written once")
    func record() {
        var record = Record(
            location: Location(source: "a", line: 1, byte: 0), message: "m\n", template: Template(id: 5, text: "<*>"))
        record.fields = [Record.Field(name: "k", value: "1"), Record.Field(name: "k", value: "2")]
        record.severity = .error
        let expected =
            #"{"source":"a","line":1,"lines":1,"byte":0,"time":null,"time_raw":null,"host":null,"#
            + #""service":null,"severity":"error","message":"m\n","format":null,"fields":{"k":"2"},"template":"<*>","#
            + #""template_id":5,"rules":[],"category":null}"#
        #expect(recordJSON(record) == expected)
    }

    @Test("A table is aligned, numbers to the right")
    func table() {
        let result = QueryResult(
            columns: ["name", "n"], rows: [[.text("日本"), .integer(1)], [.text("a\u{1B}"), .integer(20)]])
        let expected = "name   n\n-----  --\n日本    1\na\\x1b  20\n"
        #expect(tableText(result, style: TextStyle(colour: false)) == expected)
    }

    @Test("Columns of one name stay apart in JSON")
    func sameColumn() {
        let result = QueryResult(columns: ["a", "a"], rows: [[.integer(1), .null]])
        #expect(tableNDJSON(result) == "{\"a\":1,\"a_2\":null}\n")
    }
}
