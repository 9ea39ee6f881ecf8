import CulpritTestSupport
import Foundation
import Testing

extension EndToEnd {
    /// The HTML report in a real browser, and reports that come from a case.
    struct ReportPageTests {
        private static let chromium = Program.system("chromium")
        private static let flags = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--enable-logging=stderr",
        ]

        /// A log in which everything that a browser could take for markup stands where the report quotes it.
        private static let hostileLog = (0..<60).map { index in
            let time = "2026-03-04T10:\(index < 10 ? "0" : "")\(index):00.000Z"
            return """
                \(time) h1 kernel: blk_update_request: I/O error, dev sda, sector \(index) <script>document.title='owned'</script>
                \(time) h1 app[1]: ERROR "><img src=x onerror="document.title='owned'"> </title></style><svg onload=alert(1)>

                """
        }.joined()

        private func page(_ input: String, in folder: TemporaryFolder) async throws -> String {
            let file = folder.url.appending(path: "report.html").path
            let run = try await Program.culprit.run(
                ["investigate", input, "--quiet", "--format", "html", "--output", file])
            try #require(run.status == 0, "\(run.err)")
            return file
        }

        @Test(
            "A browser has nothing to complain of, and runs nothing of what was logged",
            .enabled(if: chromium != nil, "chromium is not installed: apt-get install chromium"))
        func hostile() async throws {
            let chromium = try #require(Self.chromium)
            let folder = try TemporaryFolder()
            let file = try await page(folder.write(Self.hostileLog, to: "logs/app.log"), in: folder)
            let profile = "--user-data-dir=\(folder.url.appending(path: "profile").path)"
            let run = try await chromium.run(Self.flags + [profile, "--dump-dom", "file://\(file)"])
            #expect(!run.err.contains("CONSOLE"), "\(run.err)")
            #expect(!run.out.contains("<script") && !run.out.contains("<img"))
            #expect(!run.out.contains("<title>owned"))
            #expect(run.out.contains("&lt;script&gt;"))
        }

        @Test(
            "The report of each outage is drawn without complaint, wide and narrow",
            .enabled(if: chromium != nil, "chromium is not installed: apt-get install chromium"),
            arguments: Samples.outages)
        func drawn(name: String) async throws {
            let chromium = try #require(Self.chromium)
            let folder = try TemporaryFolder()
            let file = try await page(Samples.folder(name).path, in: folder)
            let profile = "--user-data-dir=\(folder.url.appending(path: "profile").path)"
            for width in [1_280, 390] {
                let image = folder.url.appending(path: "\(width).png")
                let run = try await chromium.run(
                    Self.flags + [
                        profile, "--window-size=\(width),900", "--screenshot=\(image.path)", "file://\(file)",
                    ])
                #expect(!run.err.contains("CONSOLE"), "\(run.err)")
                // A blank page makes a picture of a few kilobytes.
                #expect(try Data(contentsOf: image).count > 20_000)
            }
        }

        @Test(
            "On paper no column is squeezed or cut: the report of an outage takes few pages",
            .enabled(if: chromium != nil, "chromium is not installed: apt-get install chromium"))
        func printed() async throws {
            let chromium = try #require(Self.chromium)
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "report.html").path
            let sample = "SampleLogs/hardware-failing-disk"
            _ = try await Program.culprit.run(
                ["investigate", sample, "--quiet", "--format", "html", "--output", file], in: Samples.package)
            let paper = folder.url.appending(path: "report.pdf")
            let profile = "--user-data-dir=\(folder.url.appending(path: "profile").path)"
            _ = try await chromium.run(
                Self.flags + [profile, "--no-pdf-header-footer", "--print-to-pdf=\(paper.path)", "file://\(file)"])
            // A column of one letter's width makes a page of seven rows of the timeline.
            let pages = try Data(contentsOf: paper).split(separator: UInt8(ascii: "\n")).count {
                String(decoding: $0, as: UTF8.self).contains(#//Type /Page\b/#)
            }
            #expect((10...22).contains(pages), "\(pages) pages")
        }

        @Test(
            "A case gives the report that the run printed, in every format",
            arguments: ["text", "json", "markdown", "html"])
        func fromCase(format: String) async throws {
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "c.case").path
            let sample = Samples.folder("bug-bad-release").path
            let printed = try await Program.culprit.run(
                ["investigate", sample, "--case", file, "--quiet", "--format", format])
            let again = try await Program.culprit.run(["report", file, "--format", format])
            #expect(again.status == 0, "\(again.err)")
            #expect(printed.out == again.out)
        }

        @Test("What an earlier case has in common is said")
        func compared() async throws {
            let folder = try TemporaryFolder()
            let files = ["bug-bad-release", "calm-day"].map { folder.url.appending(path: "\($0).case").path }
            for (file, name) in zip(files, ["bug-bad-release", "calm-day"]) {
                let sample = Samples.folder(name).path
                _ = try await Program.culprit.run(["investigate", sample, "--case", file, "--quiet"])
            }
            let run = try await Program.culprit.run(
                ["report", files[0], "--compare", files[0], "--compare", files[1], "--format", "json"])
            #expect(run.status == 0, "\(run.err)")
            let check = try #require(JSONSchemaCheck(schema: try await Program.culprit.run(["schema"]).out))
            #expect(check.problems(in: run.out) == [])
            #expect(run.out.contains(#""same_verdict": true"#) && run.out.contains(#""same_verdict": false"#))
            let text = try await Program.culprit.run(["report", files[0], "--compare", files[1]])
            #expect(text.out.contains("Compared with earlier cases"))
        }

        @Test("The JSON of real runs is what the published schema says", arguments: Samples.outages + [Samples.calm])
        func schema(name: String) async throws {
            let schema = try await Program.culprit.run(["schema", "report"])
            let check = try #require(JSONSchemaCheck(schema: schema.out))
            let run = try await Program.culprit.run(
                ["investigate", Samples.folder(name).path, "--quiet", "--format", "json"])
            #expect(check.problems(in: run.out) == [])
        }

        @Test("The report of each sample is as it was when it was last looked at", arguments: Samples.outages)
        func golden(name: String) async throws {
            let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reports")
            for (format, suffix) in [("html", "html"), ("text", "txt")] {
                let run = try await Program.culprit.run(
                    ["investigate", "SampleLogs/\(name)", "--quiet", "--format", format], in: Samples.package)
                // The rules' digest changes with every rule; what the report says of them may not.
                let text = run.out.replacing(#/\d+ rules, SHA-256 [0-9a-f]{64}|[0-9a-f]{64}/#, with: "(digest)")
                let file = folder.appending(path: "\(name).\(suffix)")
                if ProcessInfo.processInfo.environment["CULPRIT_RECORD_GOLDENS"] == "1" {
                    try Data(text.utf8).write(to: file)
                }
                #expect(
                    try String(contentsOf: file, encoding: .utf8) == text,
                    "If this is meant, run again with CULPRIT_RECORD_GOLDENS=1 and look at the difference.")
            }
        }

        @Test("A case without conclusions has no report")
        func noConclusions() async throws {
            let folder = try TemporaryFolder()
            let run = try await Program.culprit.run(["report", folder.url.appending(path: "none.case").path])
            #expect(run.status == 1)
            #expect(run.err.contains("There is no case file"))
        }
    }
}
