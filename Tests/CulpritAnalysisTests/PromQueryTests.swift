import CulpritModel
import Testing

@testable import CulpritAnalysis

struct PromQueryTests {
    static let start = Timestamp(seconds: 1_714_557_600)

    static func series(_ name: String, _ labels: [String: String], _ values: [Double?]) -> ScrapedSeries {
        ScrapedSeries(
            name: name, labels: labels,
            samples: values.enumerated().compactMap { minute, value in
                value.map { Sample(time: start.advanced(bySeconds: Double(minute) * 60), value: $0) }
            })
    }

    static let world = [
        series("load", ["instance": "a"], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
        series("load", ["instance": "b"], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        series("limit", ["instance": "a"], [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]),
        series("hits_total", ["code": "500", "instance": "a"], [0, 0, 0, 0, 0, 60, 120, 180, 0, 60, 120]),
        series("hits_total", ["code": "200", "instance": "a"], (0...10).map { Double($0) * 600 }),
        series("gone", [:], [1, 1, nil, nil, nil, nil, nil, nil, nil, nil, nil]),
    ]

    private func elements(_ text: String, atMinute minute: Int) throws -> [String: Double] {
        let evaluator = PromEvaluator(Self.world)
        let time = Self.start.advanced(bySeconds: Double(minute) * 60)
        guard case .vector(let elements) = try evaluator.value(of: evaluator.plan(PromQuery(text)), at: time) else {
            Issue.record("a number")
            return [:]
        }
        return Dictionary(elements.map { ($0.order, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    static let cases: [(String, [String: Double])] = [
        ("load", ["__name__=load,instance=a": 11, "__name__=load,instance=b": 1]),
        ("load > 5", ["__name__=load,instance=a": 11]),
        ("5 < load", ["__name__=load,instance=a": 11]),
        ("load{instance=\"b\"}", ["__name__=load,instance=b": 1]),
        ("load{instance!=\"b\"} >= 11", ["__name__=load,instance=a": 11]),
        ("load{instance=~\"b|c\"}", ["__name__=load,instance=b": 1]),
        ("load{instance!~\"b.*\"}", ["__name__=load,instance=a": 11]),
        ("{__name__=\"limit\"}", ["__name__=limit,instance=a": 5]),
        ("sum(load)", ["": 12]), ("sum by (instance) (load)", ["instance=a": 11, "instance=b": 1]),
        ("max(load) without (instance)", ["": 11]), ("count(load)", ["": 2]), ("avg(load)", ["": 6]),
        ("load * 2 + 1", ["instance=a": 23, "instance=b": 3]), ("load - limit", ["instance=a": 6]),
        ("load > limit", ["__name__=load,instance=a": 11]), ("load > 5 and limit", ["__name__=load,instance=a": 11]),
        ("load unless limit", ["__name__=load,instance=b": 1]),
        ("load{instance=\"c\"} or limit", ["__name__=limit,instance=a": 5]),
        ("avg_over_time(load{instance=\"a\"}[2m])", ["instance=a": 10]),
        ("max_over_time(load{instance=\"a\"}[5m])", ["instance=a": 11]),
        ("min_over_time(load{instance=\"a\"}[5m])", ["instance=a": 6]),
        ("count_over_time(load{instance=\"a\"}[5m])", ["instance=a": 6]),
        // 600 in a minute, evenly.
        ("rate(hits_total{code=\"200\"}[5m])", ["code=200,instance=a": 10]),
        ("increase(hits_total{code=\"200\"}[5m])", ["code=200,instance=a": 3_000]),
        // 60, 120, 180, then begun again: 0, 60, 120.
        ("increase(hits_total{code=\"500\"}[5m])", ["code=500,instance=a": 240]),
        ("absent(nothing{job=\"x\"})", ["job=x": 1]), ("absent(load)", [:]),
        // The last sample is older than five minutes.
        ("gone", [:]), ("absent(gone)", ["": 1]), ("nothing > 1", [:]),
        (
            "sum by (instance) (rate(hits_total{code=~\"5.*\"}[5m])) / sum by (instance) (rate(hits_total[5m])) > 0.01",
            ["instance=a": 0.8 / 10.8]
        ),
        ("-1 * load{instance=\"b\"} # a comment", ["instance=b": -1]),
        ("(load > 5) or (load < 2)", ["__name__=load,instance=a": 11, "__name__=load,instance=b": 1]),
    ]

    @Test("Expressions have the values that Prometheus gives them", arguments: cases)
    func value(text: String, expected: [String: Double]) throws {
        let found = try elements(text, atMinute: 10)
        #expect(Set(found.keys) == Set(expected.keys))
        for (labels, value) in expected { #expect(abs((found[labels] ?? .nan) - value) < 1e-9, "\(labels)") }
    }

    static let unknown = [
        "histogram_quantile(0.9, x)", "x offset 5m", "x @ 1", "rate(x[5m:1m])", "x and on (a) y", "x == bool 1",
        "topk(3, x)", "x[5m]", "label_replace(x, \"a\", \"b\", \"c\", \"d\")", "x ^ 2", "x % 2", "x{a=~\"(?=b)\"}",
        "predict_linear(x[1h], 3600)", "", "x >", "(x", "x{a=b}", "x{a=\"b}", "1x", "rate(x)",
        String(repeating: "(", count: 500) + "x" + String(repeating: ")", count: 500),
    ]

    @Test("What is not evaluated is said, never guessed", arguments: unknown)
    func notEvaluated(text: String) {
        #expect(throws: PromQueryError.self) { try PromQuery(text) }
    }

    @Test("An alert rings once its expression has held for its time, and is inactive again after a gap")
    func states() throws {
        let one = Self.series("x", [:], [0, 1, 0, 1, 1, 1, 1, 0, 0, 1, 1])
        let span = TimeSpan(from: Self.start, to: Self.start.advanced(bySeconds: 600))
        let trial = AlertTrial(series: [one], span: span)
        let minutes = { (held: Double) in
            try trial.firings(of: AlertRule(name: "X", expression: "x > 0", forSeconds: held)).map { firing in
                [firing.from, firing.to].map { Int($0.seconds(since: Self.start) / 60) }
            }
        }
        #expect(try minutes(0) == [[1, 2], [3, 7], [9, 10]])
        #expect(try minutes(60) == [[4, 7], [10, 10]])
        #expect(try minutes(120) == [[5, 7]])
        #expect(try minutes(240) == [])
    }

    @Test("A firing outside the incident is a false alarm, and what cannot be evaluated says why")
    func trial() {
        let one = Self.series("x", [:], [1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0])
        let span = TimeSpan(from: Self.start, to: Self.start.advanced(bySeconds: 600))
        let incident = TimeSpan(from: Self.start.advanced(bySeconds: 240), to: Self.start.advanced(bySeconds: 480))
        let trial = AlertTrial(series: [one], span: span)
        let tried = AlertRule(name: "X", expression: "x > 0", forSeconds: 0).tried(on: trial, incident: incident)
        #expect(tried.trial.firings.count == 2)
        #expect(tried.trial.falseAlarmCount == 1)
        let odd = AlertRule(name: "X", expression: "topk(1, x)", forSeconds: 0).tried(on: trial, incident: incident)
        #expect(odd.trial.obstacle == "the function 'topk' is not evaluated here")
        let number = AlertRule(name: "X", expression: "1 + 1", forSeconds: 0).tried(on: trial, incident: incident)
        #expect(number.trial.obstacle != nil)
    }

    @Test("A counter is put together again from its rates, and a series of log lines is none of Prometheus'")
    func scraped() throws {
        var series = Series(
            key: SeriesKey(name: "hits_total", entity: Entity("a", .host), labels: "code=\"500\",path=\"x,y\""),
            samples: (0..<3).map { Sample(time: Self.start.advanced(bySeconds: Double($0) * 60), value: 2) },
            source: "m")
        (series.isCounter, series.entityLabel) = (true, "node")
        let scraped = try #require(ScrapedSeries(series))
        #expect(scraped.text == "hits_total{code=\"500\",node=\"a\",path=\"x,y\"}")
        #expect(scraped.samples.map(\.value) == [120, 240, 360])
        #expect(scraped.samples.first?.time == Self.start.advanced(bySeconds: 60))
        let key = SeriesKey(name: "log_records", entity: Entity("a", .host))
        #expect(ScrapedSeries(Series(key: key, samples: series.samples, source: "m")) == nil)
        let odd = SeriesKey(name: "disk util %", entity: Entity("a", .host))
        #expect(ScrapedSeries(Series(key: odd, samples: series.samples, source: "m")) == nil)
    }
}
