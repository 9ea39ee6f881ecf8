import CulpritModel
import Testing

@testable import CulpritPipeline

/// Of many alike events of a minute the first ones are kept, and all are counted.
struct KeptEventsTests {
    private static func event(minute: Int) -> Event {
        Event(
            location: Location(source: "a.log", line: 1, byte: 0), time: Timestamp(seconds: Int64(minute) * 60),
            severity: .error, host: "db-1", service: "app", entity: Entity("db-1", .host), rule: "slow",
            category: .delay, template: 1, text: "slow", captures: [])
    }

    @Test(
        "What goes on and on has fewer a minute, but more than one where a capture tells whom it blames",
        arguments: [(false, 1), (true, 5)])
    func manyMinutes(blamesCapture: Bool, laterCount: Int) {
        var kept = KeptEvents()
        let (minuteCount, recordCount) = (40, 30)
        for minute in 0..<minuteCount {
            let kind = KeptEvents.Kind(slot: minute, names: 0, subject: .rule(7), blamesCapture: blamesCapture)
            for _ in 0..<recordCount {
                if let place = kept.place(for: kind) { kept.keep(Self.event(minute: minute), at: place) }
            }
        }
        let byMinute = Dictionary(grouping: kept.all) { Int(($0.time?.seconds ?? 0) / 60) }
        #expect((0..<10).allSatisfy { byMinute[$0]?.count == 20 })
        #expect((10..<minuteCount).allSatisfy { byMinute[$0]?.count == laterCount })
        #expect(byMinute.values.allSatisfy { $0.reduce(0) { $0 + $1.count } == recordCount })
        #expect(kept.count == minuteCount * recordCount)
    }
}
