internal import CulpritModel
internal import Foundation

/// The remedies of rules, which name what a match captured as `<name>`.
enum Remedy {
    private static let lengthLimit = 80

    /// `remedy` with each `<name>` replaced by what the first of `events` that captured it has there.
    ///
    /// Where none has, it says `the name`, and `NAME` within a command or a path.
    static func filled(_ remedy: String, from events: some Sequence<Event>) -> String {
        var text = ""
        var rest = Substring(remedy)
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: ">"), isName(rest[rest.index(after: open)..<close]) else {
                text += "<"
                rest = rest.dropFirst()
                continue
            }
            let name = String(rest[rest.index(after: open)..<close])
            let value = events.lazy.compactMap { $0.captures.first { $0.name == name && !$0.value.isEmpty }?.value }
                .first
            let isLiteral = text.count { $0 == "'" } % 2 == 1 || text.last == "/"
            text += value.map { String($0.prefix(lengthLimit)) } ?? (isLiteral ? name.uppercased() : "the \(name)")
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
