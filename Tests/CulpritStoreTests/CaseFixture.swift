import CulpritModel
import CulpritStore
import CulpritTestSupport
import Foundation

/// A case of two days: a quiet one, and one on which something new breaks.
enum CaseFixture {
    static let firstDay = Timestamp(seconds: 1_714_521_600)
    static let secondDay = TimeSpan(
        from: firstDay.advanced(bySeconds: 86_400), to: firstDay.advanced(bySeconds: 2 * 86_400))
    static let host = Entity("db-3", .host)
    static let service = Entity("orders", .service)

    static func time(_ day: Int, _ seconds: Double) -> Timestamp {
        firstDay.advanced(bySeconds: Double(day) * 86_400 + seconds)
    }

    static func event(_ source: String, line: Int, at time: Timestamp?, rule: String?, text: String = "it broke")
        -> Event
    {
        Event(
            location: Location(source: source, line: line, lineCount: 2, byte: line * 100), time: time,
            severity: .error,
            host: "db-3", service: nil, entity: host, rule: rule, category: rule == nil ? nil : .hardware, template: 77,
            text: text, captures: [Record.Field(name: "device", value: "sda \"1\"")])
    }

    static func known(_ sources: [SourceSummary]) -> [KnownSource] {
        sources.map { source in
            KnownSource(
                path: source.path, sha256: source.sha256, states: [source.identity].compactMap(\.self),
                leadLineCount: source.leadLineCount)
        }
    }

    static func crash(_ source: String, line: Int, at time: Timestamp, signature: String) -> Crash {
        Crash(
            location: Location(source: source, line: line, lineCount: 9, byte: 5), time: time, entity: service,
            kind: "exception", language: "java", title: "NullPointerException in \(signature)", signature: signature,
            frames: ["a.b", "c.d"])
    }

    private static let series = SeriesKey(name: "rtt_seconds", entity: service, peer: "db", labels: "q=\"0.9\"")

    private static var sources: [SourceSummary] {
        var log = SourceSummary(path: "logs/a.log.zst", content: .logs)
        (log.sha256, log.formats, log.byteCount) = ("aa", ["syslog", "plain"], 1_000)
        (log.lineCount, log.recordCount, log.formattedRecordCount) = (10, 9, 8)
        log.span = TimeSpan(from: time(0, 0), to: time(1, 7_200))
        log.identity = ContentIdentity(byteCount: 1_000, head: "head", tag: "content")
        log.gaps = [TimeSpan(from: time(0, 60), to: time(0, 7_200))]
        (log.mainFormatRecordCount, log.leadLineCount, log.otherTemplateRecordCount) = (7, 1, 2)
        log.clockSteps = SourceSummary.ClockSteps(
            count: 2, largest: TimeSpan(from: time(0, 60), to: time(0, 660)), line: 4, byte: 40)
        log.damage = SourceSummary.Damage(
            reason: "The frame ends early, byte 12.", recoveredByteCount: 900, unreadByteCount: 88, remedy: "Look.")
        var metrics = SourceSummary(path: "metrics/m.prom", content: .metrics)
        (metrics.sha256, metrics.sampleCount) = ("bb", 4)
        return [log, metrics]
    }

    static var contents: CaseContents {
        var contents = CaseContents()
        contents.sources = sources
        let (log, metrics) = (sources[0], sources[1])
        contents.events = [
            event(log.path, line: 1, at: nil, rule: nil), event(log.path, line: 2, at: time(0, 60), rule: "known"),
            event(log.path, line: 3, at: time(1, 3_600.25), rule: "disk-io-error"),
        ]
        contents.minutes = [
            MinuteCount(
                key: MinuteKey(minute: time(0, 60), entity: host, template: 77, severity: nil), source: log.path,
                count: 5),
            MinuteCount(
                key: MinuteKey(minute: time(1, 3_600), entity: host, template: 77, severity: .error), source: log.path,
                count: 3),
        ]
        contents.templates = [
            TemplateCount(
                template: Template(id: 77, text: "it <*>"), source: log.path, count: 8, firstSeen: time(0, 60),
                lastSeen: nil, line: 2, byte: 200)
        ]
        contents.crashes = [
            crash(log.path, line: 5, at: time(0, 10), signature: "s1"),
            crash(log.path, line: 7, at: time(1, 30), signature: "s2"),
        ]
        contents.crashes[1].count = 40
        contents.crashes[1].attributes = [Record.Field(name: "version", value: "4.2")]
        contents.attributes = [
            AttributeCount(
                attribute: Record.Field(name: "version", value: "4.2"), service: "orders", source: log.path, count: 3)
        ]
        contents.series = [
            Series(
                key: series,
                samples: [(0, 1.0), (30, 3.0), (60, 5.0), (90, 9.0)].map { Sample(time: time(1, $0), value: $1) },
                source: metrics.path)
        ]
        var requests = RequestMinute(minute: time(1, 60), entity: host, service: "nginx", source: log.path)
        (requests.answeredCount, requests.failedCount) = (12, 3)
        requests.durations.add(seconds: 0.25)
        requests.failedClients = DistinctSketch([7, UInt64.max - 1])
        contents.requestMinutes = [requests]
        return contents
    }

    static var conclusions: CaseConclusions {
        let (log, metrics) = (sources[0], sources[1])
        let signal = Signal(
            id: "latency", bad: .up, category: nil, weight: 0, isImpact: true, isCongestion: true)
        let span = TimeSpan(from: time(1, 3_600), to: time(1, 4_200))
        let evidence = Evidence(
            kind: .rule, speaksFor: true, weight: 4, location: Location(source: log.path, line: 3, byte: 300),
            time: time(1, 3_600), text: "I/O error, dev sda", rule: "disk-io-error")
        let cause = Cause(
            entity: host, category: .hardware, score: 5, confidence: 0.9, firstSeen: span.from, lastSeen: span.to,
            summary: "A disk of db-3 fails.", evidence: [evidence], remedies: ["Replace the disk."])
        var group = CrashGroup(
            signature: "s2", title: "NullPointerException in s2", kind: "exception", language: "java", count: 1,
            firstSeen: time(1, 30), lastSeen: time(1, 30), entities: [service], frames: ["a.b", "c.d"], state: .new,
            sample: Location(source: log.path, line: 7, byte: 5))
        group.details.versions = ["4.2"]
        group.details.frameShares = [CrashGroup.FrameShare(frame: "a.b", share: 1)]
        group.details.correlations = [
            CrashGroup.Association(
                attribute: "version", value: "4.2", share: 1, usualShare: 0.25, falseDiscoveryRate: 0.001)
        ]
        group.details.change = Report.Moment(
            time: time(1, 10), what: "A version was deployed", entity: "orders",
            location: Location(source: log.path, line: 6, byte: 4))
        var report = Report(
            period: span, baseline: nil,
            verdict: Verdict(category: .hardware, entity: "db-3", confidence: 0.9, summary: "A disk of db-3 fails."),
            causes: [cause], crashGroups: [group],
            congestionWindows: [
                CongestionWindow(span: span, entity: "orders", peer: "db", signals: ["rtt_seconds"], score: 0.8)
            ],
            timeline: [
                Report.Moment(
                    time: time(1, 30), what: "The disk does not read", entity: "db-3",
                    location: Location(source: log.path, line: 3, byte: 9))
            ], sources: [log, metrics])
        report.templateShifts = [
            TemplateShift(
                template: Template(id: 77, text: "it <*>"), kind: .shifted, count: 3, rate: 0.5, usualRate: 0.125,
                falseDiscoveryRate: 0.0001, entities: [host], sample: Location(source: log.path, line: 2, byte: 200),
                firstSeen: time(0, 60))
        ]
        report.clockOffsets = [
            ClockOffset(
                host: "db-3", reference: "web-1", seconds: -30.5, uncertaintySeconds: 0.25, requestCount: 12)
        ]
        let rules = [
            Rule(
                id: "disk-io-error", title: "The disk does not read", category: .hardware, severity: .error, weight: 4,
                explanation: "It is broken.", remedies: ["Replace it."], references: [])
        ]
        let windows = [
            Window(
                span: span, series: series, signal: signal, score: 0.8, direction: .up, expected: 1, peak: 9,
                source: metrics.path)
        ]
        return CaseConclusions(rules: rules, windows: windows, report: report)
    }
}

/// A case file in a folder that goes away with it.
struct TemporaryCase {
    let folder: TemporaryFolder
    let file: CaseFile

    init() throws {
        folder = try TemporaryFolder()
        file = try CaseFile(path: folder.url.appending(path: "test.culprit").path)
    }
}

extension CaseFile {
    /// Stores `contents` with the conclusions of the fixture.
    func store(_ contents: CaseContents) throws {
        try store(contents, concluding: { CaseFixture.conclusions })
    }
}
