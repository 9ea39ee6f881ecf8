import Testing

@testable import CulpritPipeline

struct LogNameTests {
    static let same = [
        ("a/app.log", "a/app.log.1"), ("a/app.log", "a/app.log.2.gz"), ("a/app.log", "a/app.log.bak"),
        ("a/app.log", "a/app-copy.log"), ("a/app.log", "a/app (1).log"), ("a/app.log", "a/app.log~"),
        ("a/app.log", "a/app.log.orig.zst"), ("b.tar!app.log", "b.tar!app.log.1"), ("app", "app.bak"),
    ]

    @Test("Parts and copies have the name of their log", arguments: same)
    func parts(log: String, other: String) { #expect(LogName(path: log) == LogName(path: other)) }

    static let different = [
        ("a/app.log", "b/app.log"), ("a/app.log", "a/other.log"), ("a/part1.log", "a/part2.log"),
        ("a/web.1.log", "a/web.2.log"), ("app.log", "app.txt"), ("a.tar!app.log", "b.tar!app.log"),
        ("a/app.log", "a/app-2.log"), ("10.0.0.1", "10.0.0.2"),
    ]

    @Test("Other logs have other names", arguments: different)
    func others(log: String, other: String) { #expect(LogName(path: log) != LogName(path: other)) }

    @Test("A copy may not say of what", arguments: [("copy.log", true), ("a/backup", true), ("a/copyist.log", false)])
    func copies(path: String, isCopy: Bool) { #expect(LogName(path: path).isCopy == isCopy) }
}
