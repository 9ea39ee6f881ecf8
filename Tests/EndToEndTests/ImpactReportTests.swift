import CulpritReport
import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// What users felt, as access logs alone tell it.
    struct ImpactReportTests {
        private struct Document: Decodable {
            struct Impact: Decodable {
                struct Requests: Decodable, Equatable {
                    let failed: Int
                    let total: Int?
                    let countedBy: String
                }
                struct Slow: Decodable, Equatable {
                    let count: Int
                    let total: Int
                    let longerThanSeconds: Double?
                }
                struct Clients: Decodable, Equatable {
                    let count: Int
                    let exact: Bool
                }
                let failedRequests: Int?
                let requests: Requests?
                let slowRequests: Slow?
                let failedClients: Clients?
            }
            let impact: Impact?
        }

        /// Writes two hours of requests through an edge to an application, six a minute; both hops log each of them.
        ///
        /// From 13:30 to 13:40 a third of them fail for nine clients and the others are slow.
        private func write(into folder: TemporaryFolder, asJSON: Bool = false) throws {
            var (edge, app, kernel) = ("", "", "")
            for second in stride(from: 0, to: 7_200, by: 10) {
                func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
                let clock = "\(12 + second / 3_600):\(padded(second / 60 % 60)):\(padded(second % 60))"
                let isBad = (5_400..<6_000).contains(second)
                let status = isBad && second % 30 == 0 ? 503 : 200
                func line(_ client: String, _ seconds: String) -> String {
                    asJSON
                        ? """
                        {"time":"2026-03-04T\(clock)Z","remote_addr":"\(client)","request":"GET /cart HTTP/1.1","status":\(status),"request_time":\(seconds)}

                        """
                        : "\(client) - - [04/Mar/2026:\(clock) +0000] \"GET /cart HTTP/1.1\" \(status) 157 \"-\" \"-\" \(seconds)\n"
                }
                edge += line("10.0.0.\(isBad ? second / 30 % 9 : 77)", isBad ? "3.000" : "0.050")
                app += line("10.9.9.9", "0.020")
                if isBad {
                    kernel += "Mar  4 \(clock) app-1 kernel: blk_update_request: I/O error, dev sda, sector 7\n"
                }
            }
            _ = try folder.write(edge, to: "edge-1/access.log")
            _ = try folder.write(app, to: "app-1/access.log")
            _ = try folder.write(kernel, to: "app-1/kern.log")
            _ = try folder.write("caller,callee\nedge,app\n", to: "topology.csv")
        }

        private func impact(_ arguments: [String]) async throws -> Document.Impact {
            let run = try await Program.culprit.run(
                [
                    "investigate", "--quiet", "--format", "json", "--from", "2026-03-04T13:30:00Z", "--to",
                    "2026-03-04T13:40:00Z",
                ]
                    + arguments)
            #expect(run.status == 0, "\(run.err)")
            #expect(try #require(JSONSchemaCheck(schema: JSONSchema.report)).problems(in: run.out) == [])
            let document: Document = try decoded(run.out)
            return try #require(document.impact)
        }

        @Test("Each request counts once, with the clients that the outer hop names", arguments: [false, true])
        func counted(asJSON: Bool) async throws {
            let folder = try TemporaryFolder()
            try write(into: folder, asJSON: asJSON)
            let impact = try await impact([folder.url.path])
            let requests = try #require(impact.requests)
            #expect(requests.failed == 20 && requests.total == 60, "\(requests)")
            #expect(impact.failedRequests == 20 && requests.countedBy.hasPrefix("the access records of"))
            #expect(impact.failedClients == .init(count: 9, exact: true))
            let slow = try #require(impact.slowRequests)
            #expect(slow.count == 40 && slow.total == 40, "\(slow)")
            #expect((0.05...0.08).contains(slow.longerThanSeconds ?? 0))
        }

        @Test("A case that is read in two runs tells the same")
        func twoRuns() async throws {
            let folder = try TemporaryFolder()
            try write(into: folder)
            let path = folder.url.path
            let aside = try TemporaryFolder()
            let (app, elsewhere) = (folder.url.appending(path: "app-1"), aside.url.appending(path: "app-1"))
            try FileManager.default.moveItem(at: app, to: elsewhere)
            let file = ["--case", folder.url.appending(path: "test.case").path]
            _ = try await Program.culprit.run(["investigate", "--quiet", path] + file)
            try FileManager.default.moveItem(at: elsewhere, to: app)
            let topology = ["--topology", folder.url.appending(path: "topology.csv").path]
            let later = try await impact([path] + file + topology)
            let whole = try await impact([path])
            #expect(later.requests == whole.requests && later.slowRequests == whole.slowRequests)
            #expect(later.failedClients == whole.failedClients)
        }
    }
}
