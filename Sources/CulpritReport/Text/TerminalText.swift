/// Returns `text` with everything that could move a cursor, change a colour or reorder letters made visible.
///
/// Control characters become `\x1b` or `\n`, and characters that are invisible or turn the direction of writing become
/// `\u{202e}`. The result is one line. A backslash stays as it is, so that Windows paths can be read.
package func terminalSafe(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isUnsafeInTerminal) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case _ where !scalar.isUnsafeInTerminal: safe.unicodeScalars.append(scalar)
        case "\n": safe += #"\n"#
        case "\r": safe += #"\r"#
        case "\t": safe += #"\t"#
        case _ where scalar.value < 0x100:
            let digits = String(scalar.value, radix: 16)
            safe += #"\x"# + (digits.count < 2 ? "0" : "") + digits
        default: safe += #"\u{"# + String(scalar.value, radix: 16) + "}"
        }
    }
    return safe
}

extension Unicode.Scalar {
    fileprivate var isUnsafeInTerminal: Bool {
        switch value {
        case 0x20...0x7E: false
        case 0...0x9F: true
        // Soft hyphen, direction marks and overrides, zero-width characters, separators, byte order mark, tags.
        case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
        }
    }
}

/// How a report looks on the terminal that it goes to.
package struct TextStyle: Sendable, Hashable {
    /// Uses the terminal's colours; never for a file or a pipe.
    package let colour: Bool
    /// The columns that a line should fit.
    package let columns: Int

    package init(colour: Bool, columns: Int = 80) { (self.colour, self.columns) = (colour, max(40, columns)) }

    /// The colours that are used, by what they mean.
    enum Paint: String {
        case heading = "1"
        case alarm = "1;31"
        case good = "32"
        case faint = "2"
    }

    func painted(_ text: String, _ paint: Paint) -> String {
        colour ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
    }
}

/// The columns that `text` takes on a terminal: two for East Asian wide characters and emoji.
func columnCount(_ text: String) -> Int {
    text.utf8.count == text.unicodeScalars.count ? text.utf8.count : text.reduce(0) { $0 + columnCount($1) }
}

private func columnCount(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x300...0x36F: return 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
        0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        return 2
    default: return 1
    }
}

/// Returns `text` cut to `limit` columns, with `…` where something is missing.
func truncated(_ text: String, to limit: Int) -> String {
    guard columnCount(text) > limit else { return text }
    var (kept, used) = ("", 0)
    for character in text {
        used += columnCount(character)
        if used > limit - 1 { break }
        kept.append(character)
    }
    return kept + "…"
}

/// Returns `text` broken at spaces into lines of at most `limit` columns; a longer word is broken where it must.
func wrapped(_ text: String, to limit: Int) -> [String] {
    var (lines, line) = ([String](), "")
    for word in text.split(separator: " ") {
        if !line.isEmpty && columnCount(line) + 1 + columnCount(String(word)) > limit {
            lines.append(line)
            line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
        while columnCount(line) > limit {
            var (head, used) = ("", 0)
            for character in line {
                used += columnCount(character)
                if used > limit { break }
                head.append(character)
            }
            if head.isEmpty { break }
            lines.append(head)
            line.removeFirst(head.count)
        }
    }
    return line.isEmpty ? lines : lines + [line]
}

func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - columnCount(text)))
}
