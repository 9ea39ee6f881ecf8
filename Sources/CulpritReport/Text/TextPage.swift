internal import CulpritModel

/// Lines of text for a terminal; everything that is added goes through `terminalSafe`.
struct TextPage {
    private(set) var lines: [String] = []
    let style: TextStyle

    init(style: TextStyle) { self.style = style }

    var text: String { lines.map { $0 + "\n" }.joined() }

    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        lines.append(style.painted(truncated(terminalSafe(text), to: style.columns), .heading))
    }

    mutating func headline(_ text: String, _ paint: TextStyle.Paint) {
        for line in wrapped(terminalSafe(text), to: style.columns) { lines.append(style.painted(line, paint)) }
    }

    /// Adds `text` after `first`, its further lines indented as far; past `limit` lines it is cut.
    mutating func paragraph(_ text: String, first: String = "", limit: Int = .max, paint: TextStyle.Paint? = nil) {
        let indent = String(repeating: " ", count: columnCount(first))
        var broken = wrapped(terminalSafe(text), to: max(20, style.columns - indent.count))
        if broken.count > limit {
            broken = Array(broken.prefix(limit))
            let last = broken.removeLast()
            broken.append(truncated(last, to: max(20, style.columns - indent.count) - 1).trimmingEllipsis + "…")
        }
        for (index, line) in broken.enumerated() {
            lines.append((index == 0 ? first : indent) + (paint.map { style.painted(line, $0) } ?? line))
        }
    }

    /// Adds one line, whole however long it is: a place that is cut cannot be followed.
    mutating func whole(_ text: String, paint: TextStyle.Paint? = nil) {
        let safe = terminalSafe(text)
        lines.append(paint.map { style.painted(safe, $0) } ?? safe)
    }

    /// Adds one line, cut to the width.
    mutating func line(_ text: String, paint: TextStyle.Paint? = nil) {
        let cut = truncated(terminalSafe(text), to: style.columns)
        lines.append(paint.map { style.painted(cut, $0) } ?? cut)
    }
}

extension String {
    fileprivate var trimmingEllipsis: String { hasSuffix("…") ? String(dropLast()) : self }
}
