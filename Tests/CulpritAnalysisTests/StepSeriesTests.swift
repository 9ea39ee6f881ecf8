import CulpritAnalysis
import CulpritModel
import Testing

struct StepSeriesTests {
    /// Ten minutes of twelve requests each: asked by the front, found by the cart `away` seconds later, done in the cart after a tenth.
    private func log(away: (Int) -> Double) -> RequestLog {
        var log = RequestLog()
        func statement(_ entity: String, _ text: String) -> RequestLog.Statement {
            RequestLog.Statement(
                entity: Entity(entity, .service), template: Template(id: 1, text: text), isError: false)
        }
        for minute in 0..<10 {
            for part in 0..<12 {
                let request = UInt64(minute * 12 + part) &* 0x9E37_79B9_7F4A_7C15
                let start = Int64(minute) * 60 + Int64(part)
                for (number, seconds) in [0, away(minute), away(minute) + 0.1].enumerated() {
                    log.add(
                        RequestLog.Step(
                            request: request, nanoseconds: start * 1_000_000_000 + Int64((seconds * 1e9).rounded()),
                            statement: Int32(number), source: 0, line: 1, byte: 0))
                }
            }
        }
        log.finish(
            statements: [statement("front", "asked"), statement("cart", "found"), statement("cart", "done")],
            source: "shop.log", clocks: [Entity("a-1", .host)])
        return log
    }

    @Test("The time between steps is a series within an entity and one between two")
    func steps() throws {
        let (counted, leftOutCount) = log { $0 == 7 ? 3 : 0.5 }.stepSeries(by: .minute)
        let series = counted.map(\.series)
        let way = try #require(
            series.first { $0.key.peer == "cart" && $0.key.name == LogMeasure.stepMedian.rawValue })
        #expect(way.key.entity.name == "front" && way.source == "shop.log")
        #expect(way.samples.map(\.value) == (0..<10).map { $0 == 7 ? 3 : 0.5 })
        let within = try #require(
            series.first { $0.key.peer == nil && $0.key.name == LogMeasure.stepNinetiethPercentile.rawValue })
        #expect(within.key.entity.name == "cart")
        #expect(within.samples.allSatisfy { abs($0.value - 0.1) < 1e-6 })
        #expect(series.count == 4 && leftOutCount == 0)
    }

    @Test("By tens of seconds a sample tells of the requests that began in them, twelve in two of six")
    func fine() throws {
        let (series, _) = log { _ in 0.5 }.stepSeries(by: .tenSeconds)
        let way = try #require(series.first { $0.series.key.name == LogMeasure.stepMedian.rawValue })
        #expect(way.counts.samples.prefix(3).map(\.value) == [10, 2, 10])
        #expect(way.series.samples.prefix(3).map(\.time.seconds) == [0, 10, 60])
        // Of two the slowest tenth is none of them.
        let tenth = try #require(series.first { $0.series.key.name == LogMeasure.stepNinetiethPercentile.rawValue })
        #expect(tenth.counts.samples.allSatisfy { $0.value == 10 })
    }

    @Test("Without requests there are no series", arguments: [LogStep.tenSeconds, .minute])
    func none(step: LogStep) { #expect(RequestLog().stepSeries(by: step).series.isEmpty) }

    @Test("The steps of hops beyond the limit are counted", arguments: [0, 1, 30])
    func tooManyHops(excess: Int) {
        var log = RequestLog()
        let hopCount = RequestLog.hopLimit + excess
        for minute in 0..<4 {
            for hop in 0..<hopCount {
                // The first has more steps than the others.
                for part in 0..<(hop == 0 ? 2 : 1) {
                    let request = UInt64((minute * hopCount + hop) * 2 + part) &* 0x9E37_79B9_7F4A_7C15
                    for step in 0..<2 {
                        log.add(
                            RequestLog.Step(
                                request: request, nanoseconds: Int64(minute * 60 + step) * 1_000_000_000,
                                statement: Int32(step == 0 ? 0 : hop + 1), source: 0, line: 1, byte: 0))
                    }
                }
            }
        }
        let statements = (0...hopCount).map {
            RequestLog.Statement(
                entity: Entity($0 == 0 ? "front" : "shop-\($0)", .service), template: Template(id: 1, text: "a"),
                isError: false)
        }
        log.finish(statements: statements, source: "shop.log", clocks: [Entity("a-1", .host)])
        let (counted, leftOutCount) = log.stepSeries(by: .minute)
        let series = counted.map(\.series)
        #expect(Set(series.compactMap(\.key.peer)).count == RequestLog.hopLimit)
        #expect(series.contains { $0.key.peer == "shop-1" })
        #expect(leftOutCount == 4 * excess)
    }
}
