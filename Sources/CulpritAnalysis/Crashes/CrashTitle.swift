/// Fills the template of a title.
enum CrashTitle {
    private static let longestTitleCharacterCount = 240

    /// Returns `template` with its fields: `{name}`, `{a|b|=text}`, and `[…{name}…]`, which needs all of its own.
    static func filled(_ template: String, with fields: [String: String]) -> String {
        var rest = template[...]
        var title = ""
        while let open = rest.firstIndex(of: "[") {
            title += fill(rest[..<open], fields).text
            guard let close = rest[open...].firstIndex(of: "]") else { break }
            let part = fill(rest[rest.index(after: open)..<close], fields)
            if part.isWhole { title += part.text }
            rest = rest[rest.index(after: close)...]
        }
        title += fill(rest, fields).text
        // What a log wrote must stay one line.
        let words = title.split { $0.isNewline || $0 == " " || $0 == "\t" }.joined(separator: " ")
        return String(words.prefix(longestTitleCharacterCount))
    }

    private static func fill(_ template: Substring, _ fields: [String: String]) -> (text: String, isWhole: Bool) {
        var (text, isWhole, rest) = ("", true, template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let choices = rest[rest.index(after: open)..<close].split(separator: "|")
            let value = choices.lazy.compactMap { choice in
                choice.hasPrefix("=") ? String(choice.dropFirst()) : fields[String(choice)]
            }.first { !$0.isEmpty }
            text += value ?? ""
            isWhole = isWhole && value != nil
            rest = rest[rest.index(after: close)...]
        }
        return (text + rest, isWhole)
    }
}
