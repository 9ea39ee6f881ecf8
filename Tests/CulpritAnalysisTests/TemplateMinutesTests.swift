import CulpritModel
import CulpritTestSupport
import Foundation
import Testing

@testable import CulpritAnalysis

struct TemplateMinutesTests {
    static let start = Timestamp(seconds: 1_714_557_600)

    static func span(_ from: Int, _ to: Int) -> TimeSpan {
        TimeSpan(from: minute(from), to: minute(to))
    }

    static func minute(_ number: Int) -> Timestamp { start.advanced(bySeconds: Double(number) * 60) }

    /// A baseline of ten hours, and a period of a quarter of an hour behind it.
    static let (baseline, period, all) = (span(0, 600), span(600, 615), span(0, 615))

    static func shifts(of counts: [(template: Int64, minute: Int, count: Int)], observed: TimeSpan = all)
        -> [TemplateMinutes.Shift]
    {
        var minutes = TemplateMinutes(period: period, baseline: all)
        for (template, minute, count) in counts {
            minutes.add(count, of: template, at: Self.minute(minute), observed: observed)
        }
        return minutes.shifts()
    }

    /// A template whose counts are `usual` in the baseline and `here` in the period, with nothing where a minute has none.
    static func template(_ id: Int64, usual: (Int) -> Int, here: (Int) -> Int)
        -> [(template: Int64, minute: Int, count: Int)]
    {
        (0..<615).map { minute in (id, minute, minute < 600 ? usual(minute) : here(minute)) }.filter { $0.2 > 0 }
    }

    @Test(
        "What is new, vanished or shifted is found",
        arguments: [
            (0, 40, TemplateShift.Kind.new), (40, 0, .vanished), (10, 40, .shifted), (40, 10, .shifted), (10, 12, nil),
            (0, 0, nil), (3, 3, nil),
        ] as [(Int, Int, TemplateShift.Kind?)])
    func kinds(usual: Int, here: Int, kind: TemplateShift.Kind?) {
        let found = Self.shifts(of: Self.template(7, usual: { _ in usual }, here: { _ in here }))
        #expect(found.map(\.kind) == [kind].compactMap(\.self))
        #expect(found.allSatisfy { $0.rate == Double(here) && $0.usualRate == Double(usual) && $0.count == here * 15 })
    }

    @Test("A burst of one minute proves nothing, however many records it has, new or usual")
    func bursts() {
        let hourly = Self.template(1, usual: { $0 % 60 == 0 ? 1_000 : 0 }, here: { $0 == 600 ? 1_000 : 0 })
        #expect(Self.shifts(of: hourly).isEmpty)
        let noise = (10..<400).flatMap { id in
            Self.template(Int64(id), usual: { ($0 + id) % 7 }, here: { ($0 + id) % 7 })
        }
        let once = Self.template(2, usual: { _ in 0 }, here: { $0 == 607 ? 100_000 : 0 })
        #expect(Self.shifts(of: noise + once).isEmpty)
    }

    @Test("A template of a log that was not written before is not new")
    func unobserved() {
        let counts = Self.template(1, usual: { _ in 0 }, here: { _ in 50 })
        #expect(Self.shifts(of: counts, observed: Self.span(598, 615)).isEmpty)
        #expect(Self.shifts(of: counts, observed: Self.span(300, 615)).map(\.kind) == [.new])
    }

    @Test("The most certain comes first")
    func order() {
        let counts =
            Self.template(1, usual: { $0 % 3 }, here: { _ in 4 })
            + Self.template(2, usual: { _ in 0 }, here: { _ in 90 })
        #expect(Self.shifts(of: counts).map(\.template) == [2, 1])
    }

    @Test("Among thousands of templates that do not shift none or few are found", arguments: [1, 2, 3] as [UInt64])
    func falseAlarms(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var counts: [(template: Int64, minute: Int, count: Int)] = []
        for id in 0..<3_000 {
            // Rates over three powers of ten, and every fifth comes in bursts.
            let rate = pow(10, Double.random(in: -2...1, using: &generator))
            let burst = id % 5 == 0 ? 40 : 1
            for minute in stride(from: 0, to: 615, by: 5) {
                let isThere = Double.random(in: 0..<1, using: &generator) < rate / Double(burst)
                if isThere { counts.append((Int64(id), minute, Int.random(in: 1...burst, using: &generator))) }
            }
        }
        let planted = Self.template(9_999, usual: { $0 % 2 }, here: { _ in 12 })
        let found = Self.shifts(of: counts + planted)
        #expect(found.first?.template == 9_999, "seed \(seed)")
        #expect(found.count <= 3, "seed \(seed): \(found.count)")
        #expect(Self.shifts(of: (counts + planted).shuffled(using: &generator)) == found, "seed \(seed)")
    }
}
