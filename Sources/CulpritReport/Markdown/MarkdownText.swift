/// Returns `text` as Markdown prose that reads as it is: nothing in it formats, links, mentions or is HTML.
func markdownProse(_ text: String) -> String {
    var prose = ""
    for character in terminalSafe(text) {
        switch character {
        case "&": prose += "&amp;"
        case "<": prose += "&lt;"
        case ">": prose += "&gt;"
        // A tracker would tell the person, or link the issue, of that name; the invisible space prevents it.
        case "@", "#": prose += "\\\(character)\u{200B}"
        // Bare addresses become links, even where their other characters are escaped.
        case ":": prose += "&#58;"
        case "." where prose.suffix(3).lowercased() == "www": prose += "&#46;"
        case "\\", "`", "*", "_", "{", "}", "[", "]", "(", ")", "+", "-", "!", "|", "~", "$", "^", "=":
            prose += "\\\(character)"
        // "1." at the beginning of a line is a list.
        case "." where prose.allSatisfy(\.isNumber): prose += "\\."
        default: prose.append(character)
        }
    }
    return prose
}

/// Returns `text` as a code span that it cannot leave: the fence is longer than every run of backticks in it.
func markdownCode(_ text: String) -> String {
    let safe = terminalSafe(text)
    if safe.allSatisfy({ $0 == " " }) { return "(empty)" }
    let fence = String(repeating: "`", count: longestBacktickRun(in: safe) + 1)
    let edges = [safe.first, safe.last]
    let padding = edges.contains("`") || edges.contains(" ") ? " " : ""
    return fence + padding + safe + padding + fence
}

/// Returns `lines` as a fenced block that they cannot leave.
func markdownBlock(_ lines: [String]) -> [String] {
    let safe = lines.map(terminalSafe)
    let fence = String(repeating: "`", count: max(3, (safe.map(longestBacktickRun).max() ?? 0) + 1))
    return [fence + "text"] + safe + [fence]
}

private func longestBacktickRun(in text: String) -> Int {
    var (longest, current) = (0, 0)
    for byte in text.utf8 {
        current = byte == UInt8(ascii: "`") ? current + 1 : 0
        longest = max(longest, current)
    }
    return longest
}
