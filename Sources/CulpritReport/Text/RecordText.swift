package import CulpritModel

/// Returns the record as one line for a terminal, without a newline.
package func recordText(_ record: Record) -> String {
    var parts = [Phrases.place(record.location), record.time?.description ?? record.rawTime ?? "-"]
    parts.append(record.severity?.name ?? "-")
    let origin = [record.host, record.service].compactMap(\.self).joined(separator: "/")
    if !origin.isEmpty { parts.append(origin) }
    parts.append(record.message)
    if !record.rules.isEmpty {
        let category = record.category.map { "\($0.rawValue): " } ?? ""
        parts.append("[\(category)\(record.rules.joined(separator: ", "))]")
    }
    return terminalSafe(parts.joined(separator: "  "))
}

/// Returns the crash as one line for a terminal, without a newline.
package func crashText(_ crash: Crash) -> String {
    let frames = crash.frames.prefix(3).joined(separator: " < ")
    let parts = [
        Phrases.place(crash.location), crash.time?.description ?? "-", "\(crash.language) \(crash.kind)", crash.title,
        "[\(crash.signature)]", crash.count > 1 ? "\(Phrases.count(crash.count))×" : "", frames,
    ]
    return terminalSafe(parts.filter { !$0.isEmpty }.joined(separator: "  "))
}

/// Returns a group of crashes as one line for a terminal and its facts below, without a newline at the end.
package func crashGroupText(_ group: CrashGroup) -> String {
    let parts = [
        "\(Phrases.count(group.count))×", group.title, Phrases.age(of: group),
        Phrases.span(group.firstSeen, group.lastSeen), group.entities.prefix(5).map(\.name).joined(separator: ", "),
        "[\(group.signature)]", Phrases.place(group.sample),
    ]
    let head = parts.filter { !$0.isEmpty }.joined(separator: "  ")
    return ([head] + Phrases.facts(of: group, in: nil).map { "    " + $0 }).map(terminalSafe).joined(separator: "\n")
}

/// Returns the window as one line for a terminal, without a newline.
package func windowText(_ window: Window) -> String {
    let arrow =
        switch window.direction {
        case .up: "up"
        case .down: "down"
        case .gap: "gap"
        }
    let path = window.series.entity.name + (window.series.peer.map { " → \($0)" } ?? "")
    let values = "\(Phrases.fixed(window.expected)) → \(Phrases.fixed(window.peak))"
    return terminalSafe(
        "\(window.span.from)  \(window.span.to)  \(path)  \(window.series.text)  \(window.signal.id)  "
            + "\(arrow)  \(values)  \(window.shape.name)  score \(Phrases.fixed(window.score))")
}

/// A congestion window as a line.
package func windowText(_ window: CongestionWindow) -> String {
    let path = window.entity + (window.peer.map { " → \($0)" } ?? "")
    return terminalSafe(
        "\(window.span.from)  \(window.span.to)  \(path)  \(Phrases.kind(window.kind)) of "
            + "\(window.signals.joined(separator: ", "))  score \(Phrases.fixed(window.score))")
}
