internal import CulpritModel
internal import Foundation

/// The remedies of rules, which name what a match captured as `<name>`.
enum Remedy {
    private static let lengthLimit = 80

    /// `remedy` with each `<name>` replaced by what was `captured` under it.
    ///
    /// Where nothing was, it says `the name`, and `NAME` within a command or a path.
    static func filled(_ remedy: String, with captured: [String: String]) -> String {
        parts(of: remedy).reduce("") { text, part in
            guard part.isName else { return text + part.text }
            let isLiteral = text.count { $0 == "'" } % 2 == 1 || text.last == "/"
            let unknown = isLiteral ? part.text.uppercased() : "the \(part.text)"
            return text + (captured[String(part.text)].map { String($0.prefix(lengthLimit)) } ?? unknown)
        }
    }

    /// The names that `remedy` asks for.
    static func names(in remedy: String) -> [String] { parts(of: remedy).filter(\.isName).map { String($0.text) } }

    /// What stands between `<` and `>`, and what stands around it.
    private static func parts(of remedy: String) -> [(text: Substring, isName: Bool)] {
        var parts: [(text: Substring, isName: Bool)] = []
        var rest = Substring(remedy)
        while let open = rest.firstIndex(of: "<") {
            parts.append((rest[..<open], false))
            let behind = rest.index(after: open)
            if let close = rest[open...].firstIndex(of: ">"), isName(rest[behind..<close]) {
                parts.append((rest[behind..<close], true))
                rest = rest[rest.index(after: close)...]
            } else {
                parts.append((rest[open..<behind], false))
                rest = rest[behind...]
            }
        }
        return parts + [(rest, false)]
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
