import CulpritModel

/// An invented outage whose lines try everything that a line can try.
enum ReportFixture {
    static let start = Timestamp(seconds: 1_714_557_600)
    static let hostile = "\u{1B}]0;owned\u{7}<script>alert(1)</script> ``` `x` | \u{202E}gnp.exe @root #1 \0 a\nb"

    static func span(_ from: Double, _ to: Double) -> TimeSpan {
        TimeSpan(from: start.advanced(bySeconds: from), to: start.advanced(bySeconds: to))
    }

    static let congestion = CongestionWindow(
        span: span(120, 900), entity: "orders", peer: "db-3", signals: ["retransmits", "rtt_seconds"], score: 0.875)

    static var report: Report {
        let disk = Location(source: "logs/db-3/kern.log.zst", line: 1_042, byte: 90_210)
        let evidence = [
            Evidence(
                kind: .rule, speaksFor: true, weight: 4, location: disk, time: start.advanced(bySeconds: 61.5),
                text: "blk_update_request: I/O error, dev sda, sector 123456 op 0x0:(READ) flags 0x80700 "
                    + "phys_seg 4 prio class 2, and so on until the line is longer than two lines of a terminal can hold",
                rule: "disk-io-error"),
            Evidence(
                kind: .window, speaksFor: true, weight: 1.25, location: Location(source: "m.prom", line: 7, byte: 70),
                time: start, text: hostile, rule: nil),
            Evidence(
                kind: .template, speaksFor: false, weight: -0.5, location: Location(source: "a.log", line: 3, byte: 9),
                time: nil, text: "SMART overall-health self-assessment test result: PASSED", rule: "smart-passed"),
        ]
        let first = Cause(
            entity: Entity("db-3", .host), category: .hardware, score: 5.25, confidence: 0.93, firstSeen: start,
            lastSeen: start.advanced(bySeconds: 3_600), summary: "The disk sda of db-3 returns I/O errors.",
            evidence: evidence, remedies: ["Take db-3 out of the replica set.", "Replace sda: \(hostile)"])
        let second = Cause(
            entity: Entity("orders→db-3", .link), category: .network, score: 1, confidence: 0.4,
            firstSeen: start.advanced(bySeconds: 120), lastSeen: nil, summary: "Paths to db-3 are slow. \(hostile)",
            evidence: [], remedies: [])
        var crash = CrashGroup(
            signature: "9f", title: "TimeoutException in Orders.load", kind: "exception", language: "java",
            count: 1_234,
            firstSeen: start.advanced(bySeconds: 90), lastSeen: start.advanced(bySeconds: 90_000),
            entities: (1...5).map { Entity("orders-\($0)", .pod) }, frames: ["Orders.load", "``` \(hostile)"],
            state: .returned, sample: Location(source: "logs/orders.log", line: 88, byte: 1))
        crash.details.versions = ["4.1", hostile]
        crash.details.frameShares = [("Orders.load", 1), (hostile, 0.25)].map {
            CrashGroup.FrameShare(frame: $0.0, share: $0.1)
        }
        crash.details.correlations = [
            CrashGroup.Association(
                attribute: "host", value: hostile, share: 0.75, usualShare: 0.125, falseDiscoveryRate: 1e-9)
        ]
        crash.details.change = Report.Moment(time: start, what: hostile, entity: "orders", location: disk)
        var log = SourceSummary(path: "logs/db-3/kern.log.zst", content: .logs)
        (log.storedByteCount, log.byteCount, log.lineCount, log.recordCount) = (1_234_567, 98_765_432, 700_001, 700_000)
        (log.formattedRecordCount, log.eventCount) = (699_000, 321)
        log.timedRecordCount = 699_990
        log.damage = SourceSummary.Damage(
            reason: "The frame ends early, byte 1,234,000.", recoveredByteCount: 900_000, unreadByteCount: 567)
        (log.formats, log.mainFormatRecordCount) = (["syslog-rfc3164", "kernel-ring"], 650_000)
        log.clockSteps = SourceSummary.ClockSteps(count: 2, largest: span(60, 660), line: 4_321, byte: 400_000)
        log.gaps = [span(0, 90), span(1_200, 4_800)]
        var report = Report(
            period: span(-3_600, 7_200), baseline: nil,
            verdict: Verdict(category: .hardware, entity: "db-3", confidence: 0.93, summary: first.summary),
            causes: [first, second], crashGroups: [crash], congestionWindows: [congestion],
            timeline: [
                Report.Moment(time: start, what: "deploy of orders 4.2", entity: "orders", location: disk),
                Report.Moment(time: start.advanced(bySeconds: 61.5), what: hostile, entity: "db-3", location: disk),
            ], sources: [log])
        report.details = details(disk: disk, crash: crash)
        report.templateShifts = [
            (TemplateShift.Kind.new, hostile, 12.5, 0), (.vanished, "heartbeat of <*>", 0, 4),
            (.shifted, "took <*> ms", 300, 20.25),
        ].map { kind, text, rate, usual in
            TemplateShift(
                template: Template(id: 7, text: text), kind: kind, count: Int(rate * 180), rate: rate, usualRate: usual,
                falseDiscoveryRate: 1e-6, entities: [Entity("db-3", .host), Entity(hostile, .service)],
                sample: Location(source: "a.log", line: 3, byte: 9), firstSeen: start)
        }
        report.clockOffsets = [
            ClockOffset(
                host: "db-3", reference: "web-1", seconds: -30.25, uncertaintySeconds: 0.01, requestCount: 1_200),
            ClockOffset(host: hostile, reference: "web-1", seconds: 2, uncertaintySeconds: nil, requestCount: 9),
        ]
        return report
    }

    private static var impact: Impact {
        var impact = Impact(span: span(120, 3_600))
        impact.requests = Impact.Requests(
            failed: 1_234, beyondUsual: 1_200, total: 45_678, countedBy: "the access records of \(hostile)")
        impact.slow = Impact.Slow(count: 920, limitSeconds: 0.256, total: 44_444, countedBy: "web_request_seconds")
        impact.failedClients = Impact.Clients(count: 810, isExact: false)
        impact.entities = [("db-3", 0.0), (hostile, 30), ("web-1", 60)].map { name, delay in
            Impact.Affected(entity: name, since: start.advanced(bySeconds: delay))
        }
        (impact.entityCount, impact.hostCount) = (43, 41)
        return impact
    }

    /// One of everything that a report draws.
    private static func details(disk: Location, crash: CrashGroup) -> ReportDetails {
        var details = ReportDetails()
        details.view = span(-5_400, 9_000)
        details.impact = impact
        details.trigger = Report.Moment(time: start, what: "A version was deployed", entity: "db-3", location: disk)
        details.firstSymptom = Report.Moment(
            time: start.advanced(bySeconds: 120), what: "orders_errors_total", entity: "orders",
            location: Location(source: "m.prom", line: 1, byte: 0))
        details.detection.firstEvidence = start
        details.detection.firstPossibleAlert = start.advanced(bySeconds: 60)
        details.detection.alertName = "DiskIoTime"
        details.factors = ["A change on orders: \(hostile)."]
        var lane = ReportDetails.Lane(entity: "db-3")
        lane.windows = [ReportDetails.Span(span: span(0, 3_600), score: 0.9, what: hostile)]
        lane.marks = [ReportDetails.Mark(time: start, category: .hardware, what: hostile, location: disk)]
        details.lanes = [lane, ReportDetails.Lane(entity: "a name that is longer than its room")]
        details.curves = [
            ReportDetails.Curve(
                name: "orders_request_duration_seconds{path=\"<b>\"}", entity: "orders", source: "m.prom",
                from: start.advanced(bySeconds: -5_400), stepSeconds: 3_600,
                values: [0.1, nil, 2.5, 0.2], usual: ReportDetails.Band(low: 0.1, middle: 0.15, high: 0.2),
                windows: [span(120, 3_600)])
        ]
        details.heat = ReportDetails.HeatMap(
            from: start, stepSeconds: 900,
            rows: [ReportDetails.HeatMap.Row(entity: "orders → db-3", values: [0, 0.5, 1, 0])])
        details.load = (0..<7).map { day in (0..<24).map { Double(day * $0) } }
        details.crashTrends = [
            ReportDetails.CrashTrend(
                signature: crash.signature, title: crash.title, from: start, stepSeconds: 3_600, counts: [3, 0, 1_231])
        ]
        details.computedRemedies = [
            ComputedRemedy(
                .update, findings: [.init("A version was deployed: \(hostile).", at: disk)],
                saving: .minutes(lower: 12.25, upper: 58, basis: "had it been taken back \(hostile)")),
            ComputedRemedy(.balance, findings: [], saving: .unknown(why: "no series tells \(hostile)")),
            ComputedRemedy(
                .ease, findings: [.init("A notice for users.")], saving: .minutes(lower: 0, upper: 0, basis: "no rise")),
        ]
        details.earlier = [
            ReportDetails.EarlierCase(
                name: "old.case", period: span(-90_000, -80_000), verdict: "hardware: db-3", isSameVerdict: true,
                commonCrashes: [hostile], commonRules: ["disk-io-error"])
        ]
        details.origin.command = "culprit investigate logs 'a b'"
        details.origin.rules = "3 rules, SHA-256 0a1b"
        return details
    }

    static var undetermined: Report {
        Report(
            period: nil, baseline: nil,
            verdict: Verdict(
                category: nil, entity: "", confidence: 0, summary: "Nothing that was read speaks of a failure."),
            causes: [], crashGroups: [], congestionWindows: [], timeline: [], sources: [])
    }

    static var digest: Digest {
        var digest = Digest(day: span(-36_000, 50_400), previousDayCount: 6)
        digest.records = Digest.Comparison(count: 1_234_567, meanBefore: 1_200_000.5)
        digest.errors = Digest.Comparison(count: 900, meanBefore: 12.25)
        digest.events = Digest.Comparison(count: 950, meanBefore: 40)
        digest.categories = Category.allCases.map {
            Digest.CategoryCount(category: $0, events: Digest.Comparison(count: 7, meanBefore: 1.0 / 3))
        }
        digest.newCrashes = [Digest.CrashCount(signature: "9f", title: "Timeout \(hostile)", count: 4)]
        digest.returnedCrashes = [Digest.CrashCount(signature: "7a", title: "panic: index out of range", count: 1)]
        digest.vanishedCrashes = [
            Digest.CrashCount(signature: "1c", title: "KASAN: use-after-free Read in f", count: 2)
        ]
        digest.newRules = [Digest.RuleCount(rule: "disk-io-error", title: "The disk does not read", count: 321)]
        digest.noisiest = [
            Digest.EntityCount(entity: Entity("db-3", .host), events: Digest.Comparison(count: 800, meanBefore: 2))
        ]
        digest.congestion = [congestion]
        digest.congestedMinutes = Digest.Comparison(count: 13, meanBefore: 1)
        digest.failedBackups = [Digest.RuleCount(rule: "backup-failed", title: "A backup failed", count: 1)]
        digest.clocks = [Digest.RuleCount(rule: "clock-out-of-step", title: "The clock is wrong", count: 2)]
        digest.growth = [Digest.Growth(what: "pg_database_size_bytes", entity: "db-3", value: 2e9, before: 1e9)]
        digest.verdict = Verdict(
            category: .hardware, entity: "db-3", confidence: 0.93, summary: "The disk sda of db-3 fails. \(hostile)")
        return digest
    }

    static var quietDigest: Digest {
        var digest = Digest(day: span(-36_000, 50_400), previousDayCount: 6)
        digest.records = Digest.Comparison(count: 1_000, meanBefore: 990)
        digest.categories = Category.allCases.map {
            Digest.CategoryCount(category: $0, events: Digest.Comparison(count: 1, meanBefore: 1))
        }
        return digest
    }
}
