import CulpritAnalysis
import CulpritModel
import Testing

struct RefinedWindowsTests {
    private static func window(
        _ span: Range<Int64>, score: Double = 0.9, _ direction: Window.Direction = .up
    ) -> Window {
        Window(
            span: TimeSpan(from: Timestamp(seconds: span.lowerBound), to: Timestamp(seconds: span.upperBound)),
            series: SeriesKey(name: "log_records", entity: Entity("web-1", .host)), signal: .unknown, score: score,
            direction: direction, expected: 1, peak: 2, source: "a")
    }

    static let cases: [(fine: [Window], expected: [Range<Int64>])] = [
        ([], [600..<900]), ([window(630..<880)], [630..<880]), ([window(590..<950)], [590..<950]),
        // Parts of what lasts tell its ends only near these.
        ([window(630..<640), window(700..<710), window(870..<880)], [630..<880]),
        ([window(700..<710)], [600..<900]),
        // What only they see is a window of its own; what is weak, no change, or the other way is none.
        ([window(100..<140), window(630..<910)], [100..<140, 630..<910]),
        ([window(100..<140, score: 0.4), window(630..<910, score: 0.4)], [600..<900]),
        ([window(100..<300, .gap), window(630..<910, .down)], [600..<900]),
    ]

    @Test("The ends are of samples that are unusual themselves, not by a mean with their neighbours")
    func trimming() {
        let samples = (0..<30).map { step in
            Sample(time: Timestamp(seconds: step * 10), value: (12..<16).contains(step) ? 2 : 1)
        }
        let found = refined([], by: [Self.window(110..<170)], of: samples)
        #expect(found.map { $0.span.from.seconds..<$0.span.to.seconds } == [120..<160])
    }

    @Test("Tens of seconds tell the ends of a window by the minute, and what is short", arguments: cases)
    func refining(fine: [Window], expected: [Range<Int64>]) {
        let found = refined([Self.window(600..<900)], by: fine, of: [])
        #expect(found.map { $0.span.from.seconds..<$0.span.to.seconds } == expected)
    }
}
