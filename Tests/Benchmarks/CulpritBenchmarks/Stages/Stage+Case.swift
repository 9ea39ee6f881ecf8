internal import CulpritModel
internal import CulpritPipeline
internal import CulpritStore
internal import CulpritTestSupport
internal import Foundation

extension Stage {
    /// Puts what was read into a new case file: of ten rows one is an event, the others count minutes.
    static let storing = Stage(
        name: "storing", itemCount: 50_000, input: { InputText(bytes: [], frame: [], itemCount: $0, lineStarts: []) }
    ) { text in
        let folder = try TemporaryFolder()
        let contents = CaseContents(rowCount: text.itemCount)
        let nothing = Verdict(category: nil, entity: "", confidence: 0, summary: "")
        let conclusions = CaseConclusions(
            rules: [], windows: [],
            report: Report(
                period: nil, baseline: nil, verdict: nothing, causes: [], crashGroups: [], congestionWindows: [],
                timeline: [], sources: contents.sources))
        return {
            let file = try CaseFile(path: folder.url.appending(path: "case").path)
            try file.store(contents) { conclusions }
            try file.close()
        }
    }

    /// The whole job on one log, with a new case file.
    static func investigation(_ kind: LogKind) -> Stage {
        Stage(name: "investigate-\(kind)", itemCount: 200_000, input: { try InputText(kind, recordCount: $0) }) {
            text in
            try Caches.fill()
            let folder = try TemporaryFolder()
            let log = try folder.write(text.frame, to: "web-1/app.log.zst")
            var plan = Investigation(inputs: [log], now: LogClock.end)
            plan.casePath = folder.url.appending(path: "case").path
            plan.isQuiet = true
            return { [plan] in
                let count = try await plan.run().report.accounting.recordCount
                precondition(count == text.itemCount, "Of \(text.itemCount) records \(count) were found.")
                withExtendedLifetime(folder) {}
            }
        }
    }
}

extension CaseContents {
    /// Rows of one log, as many of them of each minute and machine.
    fileprivate init(rowCount: Int) {
        let source = SourceSummary(path: "app.log", content: .logs)
        self.init()
        sources = [source]
        let hosts = (1...20).map { Entity("web-\($0)", .host) }
        templates = (0..<50).map { id in
            TemplateCount(
                template: Template(id: Int64(id), text: "the <*> number \(id)"), source: source.path, count: rowCount,
                firstSeen: LogClock.start, lastSeen: LogClock.end)
        }
        for row in 0..<rowCount {
            let (host, template) = (hosts[row % hosts.count], Int64(row / hosts.count % templates.count))
            let minute = LogClock.start.advanced(bySeconds: Double(row / hosts.count / templates.count) * 60)
            if row % 10 == 0 {
                events.append(
                    Event(
                        location: Location(source: source.path, line: row, byte: row * 100), time: minute,
                        severity: .error, host: host.name, service: "app", entity: host, rule: nil, category: nil,
                        template: template, text: "the disk 17 number \(template)", captures: []))
            } else {
                minutes.append(
                    MinuteCount(
                        key: MinuteKey(minute: minute, entity: host, template: template, severity: .info),
                        source: source.path, count: row))
            }
        }
    }
}
