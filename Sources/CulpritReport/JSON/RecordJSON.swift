package import CulpritModel

/// Returns the record as one line of JSON, without a newline.
package func recordJSON(_ record: Record) -> String {
    var writer = JSONWriter(indented: false)
    writer.object { object in
        object.member("source", record.location.source)
        object.member("line", record.location.line)
        object.member("lines", record.location.lineCount)
        object.member("byte", record.location.byte)
        object.member("time", record.time)
        object.member("time_raw", record.rawTime)
        object.member("host", record.host)
        object.member("service", record.service)
        object.member("severity", record.severity?.name)
        object.member("message", record.message)
        object.member("format", record.format)
        object.member("fields") { fields in
            for field in uniqueFields(record.fields) { fields.member(field.name, field.value) }
        }
        object.member("template", record.template.text)
        object.key("template_id")
        object.value(record.template.id)
        object.member("rules", record.rules)
        object.member("category", record.category?.rawValue)
    }
    return writer.text
}

/// Returns the crash as one line of JSON, without a newline.
package func crashJSON(_ crash: Crash) -> String {
    var writer = JSONWriter(indented: false)
    writer.object { object in
        object.member("source", crash.location.source)
        object.member("line", crash.location.line)
        object.member("lines", crash.location.lineCount)
        object.member("time", crash.time)
        object.member("kind", crash.kind)
        object.member("language", crash.language)
        object.member("title", crash.title)
        object.member("signature", crash.signature)
        object.member("frames", crash.frames)
        object.member("count", crash.count)
    }
    return writer.text
}

/// Returns the windows as one document.
package func windowsJSON(_ windows: [Window], congestion: [CongestionWindow]) -> String {
    var writer = JSONWriter(indented: true)
    writer.object { document in
        document.member("windows", each: windows) { writer, window in
            writer.object { object in
                object.member("from", window.span.from)
                object.member("to", window.span.to)
                object.member("entity", window.series.entity.name)
                if let peer = window.series.peer { object.member("peer", peer) }
                object.member("series", window.series.text)
                object.member("signal", window.signal.id)
                object.member("score", window.score)
                object.member("direction", window.direction.rawValue)
                object.member("shape", window.shape.name)
                if case .flapping(let seconds) = window.shape { object.member("period_seconds", seconds) }
            }
        }
        document.member("congestion_windows", each: congestion) { writer, window in
            writer.object { object in
                object.members(of: window)
                object.details(of: window)
            }
        }
    }
    return writer.text
}

/// Keeps the last of the fields with one name: readers of JSON differ in which they take.
private func uniqueFields(_ fields: [Record.Field]) -> [Record.Field] {
    let last = Dictionary(fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: max)
    return fields.enumerated().filter { last[$1.name] == $0 }.map(\.element)
}

/// Returns a group of crashes as the report has it, as one line of JSON, without a newline.
package func crashGroupJSON(_ group: CrashGroup) -> String {
    var writer = JSONWriter(indented: false)
    writer.object { $0.members(of: group) }
    return writer.text
}
