import CulpritModel
import CulpritParse
import CulpritTestSupport
import Testing

/// Where the samples of a series are told.
struct SamplePlacesTests {
    private static func place(_ minute: Int, _ line: Int, _ byte: Int, second: Int64 = 0) -> SamplePlaces.Place {
        SamplePlaces.Place(time: Timestamp(seconds: Int64(minute) * 60 + second), line: line, byte: byte)
    }

    private static func kept(_ places: [SamplePlaces.Place]) -> SamplePlaces {
        var kept = SamplePlaces(source: "m")
        for place in places { kept.append(place.time, line: place.line, byte: place.byte) }
        return kept
    }

    static let cases: [[SamplePlaces.Place]] = [
        [], [place(0, 1, 0)], (0..<100).map { place($0, $0 + 1, $0 * 40) },
        (0..<100).map { place($0 * 3, 1_000 - $0, $0 * $0) },
        [place(5, 9, 1 << 40), place(-7, 1 << 40, 0), place(1 << 30, 1, 3)],
    ]

    @Test("Places come back as they were noted", arguments: cases)
    func roundTrip(places: [SamplePlaces.Place]) { #expect(Self.kept(places).all == places) }

    @Test("Any places do", arguments: 1...20 as ClosedRange<UInt64>)
    func anyPlaces(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let places = (0..<200).map { index in
            Self.place(
                index * Int.random(in: 1..<3, using: &generator) * 400 + index,
                Int.random(in: 1..<1 << 30, using: &generator), Int.random(in: 0..<1 << 45, using: &generator))
        }
        #expect(Self.kept(places).all == places, "seed \(seed)")
    }

    @Test("Of a minute the first sample counts, and regular places take little")
    func firstOfMinute() {
        let places = Self.kept((0..<1_440 * 4).map { Self.place($0 / 4, $0 + 1, $0 * 50, second: Int64($0 % 4) * 15) })
        #expect(places.all == (0..<1_440).map { Self.place($0, $0 * 4 + 1, $0 * 200) })
        #expect(places.byteCount < 2 * 1_440)
    }

    @Test("By tens of seconds the first of these counts", arguments: [LogStep.tenSeconds, .minute])
    func firstOfStep(step: LogStep) {
        var kept = SamplePlaces(source: "m", step: step)
        for second in 0..<600 { kept.append(Timestamp(seconds: Int64(second)), line: second + 1, byte: second * 50) }
        let seconds = stride(from: 0, to: 600, by: Int(step.rawValue))
        #expect(kept.all == seconds.map { Self.place(0, $0 + 1, $0 * 50, second: Int64($0)) })
    }

    // MARK: Lines of formats

    struct Export: Sendable, CustomTestStringConvertible {
        let kind: MetricKind
        let lines: [String]
        /// The name of a series, and in which lines, from 1 on, its samples are.
        let name: String
        let places: [Int]

        var testDescription: String { kind.rawValue }
    }

    static let exports = [
        Export(
            kind: .openMetrics,
            lines: [
                "# TYPE load gauge", "load{instance=\"a\"} 1 1772546400", "load{instance=\"a\"} 2 1772546460", "",
                "up{instance=\"a\"} 1 1772546400", "load{instance=\"a\"} 3 1772546520",
            ], name: "load", places: [2, 3, 6]),
        Export(
            kind: .influx,
            lines: [
                "cpu,host=a usage=1 1772546400000000000", "mem,host=a used=5 1772546400000000000",
                "cpu,host=a usage=2 1772546460000000000",
            ], name: "cpu_usage", places: [1, 3]),
        Export(
            kind: .csv,
            lines: [
                "timestamp,load,up", "2026-03-03 14:00:00,1,1", "2026-03-03 14:01:00,2,1", "2026-03-03 14:02:00,3,1",
            ], name: "load", places: [2, 3, 4]),
    ]

    @Test("A sample is in its line, wherever chunks are cut", arguments: exports, [1, 7, 1 << 20])
    func lines(export: Export, chunkSize: Int) throws {
        let text = export.lines.map { $0 + "\n" }.joined()
        let batch = MetricReaderTests.read(text, as: export.kind, chunkSize: chunkSize)
        let series = try #require(batch.series.first { $0.key.name == export.name })
        let starts = export.lines.indices.map { export.lines[..<$0].reduce(0) { $0 + $1.utf8.count + 1 } }
        #expect(series.places.flatMap(\.all).map(\.line) == export.places)
        #expect(series.places.flatMap(\.all).map(\.byte) == export.places.map { starts[$0 - 1] })
    }

    // MARK: The line of a span

    private static let series: Series = {
        var series = Series(
            key: SeriesKey(name: "a", entity: Entity("b", .host)),
            samples: (0..<10).map { Sample(time: Timestamp(seconds: $0 * 60 + 30), value: 1) }, source: "m")
        for minute in 0..<10 where minute != 5 {
            series.note(
                Location(source: "m", line: minute + 2, byte: minute * 10),
                of: Timestamp(seconds: Int64(minute) * 60 + 30))
        }
        return series
    }()

    static let spans: [(from: Int64, to: Int64, line: Int)] = [
        (0, 600, 2), (90, 150, 3), (91, 150, 3), (91, 160, 4), (300, 360, 6), (1_000, 2_000, 11), (-20, 10, 1),
    ]

    @Test("A span is told by its first sample, else by the last before it", arguments: spans)
    func inSpan(from: Int64, to: Int64, line: Int) {
        let span = TimeSpan(from: Timestamp(seconds: from), to: Timestamp(seconds: to))
        #expect(Self.series.location(in: span).line == line)
    }

    @Test("Of two sources the one whose sample comes first counts, in whatever order they were read")
    func twoSources() {
        var late = Series(key: Self.series.key, samples: [Sample(time: Timestamp(seconds: 90), value: 1)], source: "n")
        late.note(Location(source: "n", line: 70, byte: 900), of: Timestamp(seconds: 88))
        let span = TimeSpan(from: Timestamp(seconds: 60), to: Timestamp(seconds: 300))
        var (one, other) = (Self.series, late)
        one.merge(late)
        other.merge(Self.series)
        #expect(one.location(in: span) == Location(source: "n", line: 70, byte: 900))
        #expect(other.location(in: span) == one.location(in: span))
    }
}
