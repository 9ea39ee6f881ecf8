package import CulpritModel

/// Returns the incident, its congestion and its timeline as annotations for Grafana's `POST /api/annotations`.
package func grafanaAnnotations(_ report: Report) -> String {
    var writer = JSONWriter(indented: true)
    writer.array(annotations(of: report)) { writer, annotation in
        writer.object {
            $0.key("time")
            $0.value(annotation.span.from.nanoseconds / 1_000_000)
            $0.key("timeEnd")
            $0.value(annotation.span.to.nanoseconds / 1_000_000)
            $0.member("tags", annotation.tags)
            $0.member("text", terminalSafe(annotation.text))
        }
    }
    return writer.text
}

private struct Annotation {
    let span: TimeSpan
    let tags: [String]
    let text: String
}

private func annotations(of report: Report) -> [Annotation] {
    var annotations: [Annotation] = []
    if let category = report.verdict.category, let period = report.period {
        annotations.append(
            Annotation(
                span: period, tags: ["culprit", "incident", category.rawValue, report.verdict.entity],
                text: report.verdict.summary))
    }
    annotations += report.congestionWindows.map { window in
        Annotation(
            span: window.span, tags: ["culprit", "congestion", window.entity] + [window.peer].compactMap(\.self),
            text: "Congestion: \(window.signals.joined(separator: ", "))")
    }
    annotations += report.timeline.map { moment in
        Annotation(
            span: TimeSpan(from: moment.time, to: moment.time), tags: ["culprit", "timeline", moment.entity],
            text: "\(moment.what) (\(Phrases.place(moment.location)))")
    }
    return annotations
}

/// Returns what is held for a cause as alerts for Alertmanager's `POST /api/v2/alerts`.
package func alertmanagerAlerts(_ report: Report) -> String {
    let causes = report.verdict.category == nil ? [] : report.causes.filter { $0.confidence >= 0.5 }
    var writer = JSONWriter(indented: true)
    writer.array(causes) { writer, cause in
        writer.object {
            $0.member("labels") {
                $0.member("alertname", "CulpritCause")
                $0.member("category", cause.category.rawValue)
                $0.member("entity", cause.entity.name)
                $0.member("entity_kind", cause.entity.kind.rawValue)
                $0.member("severity", "critical")
            }
            $0.member("annotations") {
                $0.member("summary", terminalSafe(cause.summary))
                $0.member("confidence", Phrases.percent(cause.confidence))
                $0.member("remedy", cause.remedies.first.map(terminalSafe) ?? "")
            }
            if let from = cause.firstSeen ?? report.period?.from { $0.member("startsAt", from) }
            if let to = cause.lastSeen ?? report.period?.to { $0.member("endsAt", to) }
        }
    }
    return writer.text
}
