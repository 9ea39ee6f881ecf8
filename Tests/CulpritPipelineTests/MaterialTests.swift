import CulpritModel
import CulpritStore
import Testing

@testable import CulpritPipeline

struct MaterialTests {
    private static func outcome(_ source: String, _ name: String, _ values: [Int: Double]) -> SourceOutcome {
        var outcome = SourceOutcome(summary: SourceSummary(path: source, content: .logs))
        let samples = values.sorted { $0.key < $1.key }
            .map { Sample(time: Timestamp(seconds: Int64($0.key) * 60), value: $0.value) }
        let key = SeriesKey(name: name, entity: Entity("db-1", .host))
        outcome.series = [Series(key: key, samples: samples, source: source)]
        return outcome
    }

    @Test(
        "What two logs of one machine count in a minute adds up, of a share or quantile the worse one counts",
        arguments: [
            (LogMeasure.records.rawValue, [2.0, 7, 5]), (LogMeasure.ninetiethPercentile.rawValue, [2.0, 4, 5]),
            // What exporters count is no two parts of one.
            ("node_load1", [2.0, 4, 5]),
        ])
    func united(name: String, expected: [Double]) throws {
        var outcomes = [Self.outcome("a", name, [1: 2, 2: 3]), Self.outcome("b", name, [2: 4, 3: 5])]
        let material = Material(taking: &outcomes)
        #expect(material.series.map { $0.samples.map(\.value) } == [expected])
        guard LogMeasure(rawValue: name) != nil else { return }
        outcomes.reverse()
        #expect(Material(taking: &outcomes).series.map { $0.samples.map(\.value) } == [expected])
        // A case keeps what each source gave, and it comes to the same when it is read back.
        let kept = material.contents.series
        #expect(kept.map(\.source).sorted() == ["a", "b"])
        #expect(Material.united(kept).map { $0.samples.map(\.value) } == [expected])
    }
}
