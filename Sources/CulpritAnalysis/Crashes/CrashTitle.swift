/// Fills the template of a title.
enum CrashTitle {
    private static let longestTitleCharacterCount = 120

    /// Returns the first of `templates` that `fields` fill, or else the last as far as they do.
    static func filled(_ templates: [String], with fields: [String: String]) -> String {
        let titles = templates.lazy.map { fill($0, fields) }
        let title = titles.first(where: \.isWhole)?.text ?? templates.last.map { fill($0, fields).text } ?? ""
        // What a log wrote must stay one line.
        let words = title.split { $0.isNewline || $0 == " " || $0 == "\t" }.joined(separator: " ")
        return String(words.prefix(longestTitleCharacterCount))
    }

    /// Returns `template` with its fields: `{name}`, `{a|b|=text}`, `{?name}`, which
    /// is needed and not shown, and `[…{name}…]`, which needs all of its own.
    static func fill(_ template: String, _ fields: [String: String]) -> (text: String, isWhole: Bool) {
        var rest = template[...]
        var (title, isWhole) = ("", true)
        while let open = rest.firstIndex(of: "["), let close = rest[open...].firstIndex(of: "]") {
            let before = fillPart(rest[..<open], fields)
            let part = fillPart(rest[rest.index(after: open)..<close], fields)
            title += before.text + (part.isWhole ? part.text : "")
            isWhole = isWhole && before.isWhole
            rest = rest[rest.index(after: close)...]
        }
        let last = fillPart(rest, fields)
        return (title + last.text, isWhole && last.isWhole)
    }

    private static func fillPart(_ template: Substring, _ fields: [String: String]) -> (text: String, isWhole: Bool) {
        var (text, isWhole, rest) = ("", true, template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let choices = rest[rest.index(after: open)..<close].split(separator: "|")
            let isOnlyNeeded = choices.first?.hasPrefix("?") == true
            let value = choices.lazy.compactMap { choice in
                choice.hasPrefix("=") ? String(choice.dropFirst()) : fields[String(choice.drop { $0 == "?" })]
            }.first { !$0.isEmpty }
            text += isOnlyNeeded ? "" : value ?? ""
            isWhole = isWhole && value != nil
            rest = rest[rest.index(after: close)...]
        }
        return (text + rest, isWhole)
    }
}
