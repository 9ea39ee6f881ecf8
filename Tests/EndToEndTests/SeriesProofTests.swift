import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What a series proves can be followed to the line of a sample.
    struct SeriesProofTests {
        @Test("Evidence of series names a line of its time", arguments: Samples.outages)
        func lines(name: String) async throws {
            let folder = Samples.folder(name).path
            let run = try await Program.culprit.run(["investigate", folder, "--format", "json", "--quiet"])
            let windows = try ReportDocument(run.out).causes.flatMap(\.evidence).filter { $0.kind == "window" }
            #expect(!windows.isEmpty)
            for (source, evidence) in Dictionary(grouping: windows, by: \.source) {
                let text = try SourceText.of(source)
                for one in evidence {
                    #expect(one.line > 1, "\(source): \(one.text)")
                    #expect(text.byte(ofLine: one.line) == one.byte, "\(source): \(one.text)")
                }
            }
        }

        @Test("The line is the same when a case is read in two runs")
        func inParts() async throws {
            let folder = try TemporaryFolder()
            let lines = (0..<240).map { minute in
                let (hour, rest) = (minute / 60 + 10, minute % 60)
                let load = (150..<170).contains(minute) ? 95 + minute % 3 : 10 + minute * 7 % 5
                return "2026-03-03T\(hour):\(rest < 10 ? "0" : "")\(rest):00Z,db-1,\(load)"
            }
            let header = "timestamp,host,node_load1"
            let table = ([header] + lines).map { $0 + "\n" }.joined()
            let metrics = try folder.write(table, to: "load.csv")
            let log = (0..<240).map {
                "2026-03-03T\($0 / 60 + 10):\($0 % 60 < 10 ? "0" : "")\($0 % 60):01Z db-1 shop: served\n"
            }
            let other = try folder.write(log.joined(), to: "shop.log")
            let file = folder.url.appending(path: "case").path
            let span = [
                "--from", "2026-03-03T12:30:00Z", "--to", "2026-03-03T12:50:00Z", "--format", "json", "--quiet",
            ]
            var places: [[Int]] = []
            for inputs in [[metrics, other], [metrics], [other]] {
                let isAtOnce = inputs.count == 2
                let run = try await Program.culprit.run(
                    ["investigate"] + inputs + (isAtOnce ? [] : ["--case", file]) + span)
                let window = try ReportDocument(run.out).causes.flatMap(\.evidence).first {
                    $0.source.hasSuffix("load.csv")
                }
                places.append(window.map { [$0.line, $0.byte] } ?? [])
            }
            let line = try #require(places[0].first)
            #expect((152..<172).contains(line))
            let before = ([header] + lines)[..<(line - 1)]
            #expect(places[0].last == before.reduce(0) { $0 + $1.utf8.count + 1 })
            #expect(places == [places[0], places[0], places[0]])
        }
    }
}
