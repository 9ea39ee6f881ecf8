import CulpritScan
import Testing

struct RotatedNameTests {
    static let sets: [(log: String, parts: [String])] = [
        ("app.log", ["app.log.10.gz", "app.log.2.gz", "app.log.1", "app.log"]),
        ("messages", ["messages-20260301.xz", "messages-20260304", "messages"]),
        ("app.log", ["app-2026-03-03.1.log.gz", "app-2026-03-03.2.log.gz", "app-2026-03-04.log", "app.log"]),
        ("app.log", ["app.log.2026-03-03-22", "app.log.2026-03-03-23", "app.log"]),
        ("dmesg", ["dmesg.1.gz", "dmesg.0", "dmesg"]),
        ("Xorg.0.log", ["Xorg.0.log.old", "Xorg.0.log"]),
        ("logs.tar!app.log", ["logs.tar!app.log.1.gz", "logs.tar!app.log"]),
        ("app.log", ["app.log-20260304-1772600000.zst", "app.log"]),
    ]

    @Test("The parts of a log are told to be of it, the oldest first", arguments: sets)
    func parts(log: String, parts: [String]) {
        let names = parts.map { RotatedName(path: "/var/log/\($0)") }
        #expect(names.map(\.log) == parts.map { _ in "/var/log/\(log)" })
        #expect(names.reversed().sorted().map(\.path) == names.map(\.path))
        #expect(names.map(\.isCurrent) == parts.map { $0 == parts.last })
    }

    @Test(
        "What only looks like a rotation is a log of its own",
        arguments: [
            "10.0.0.1", "10.0.0.1.gz", "-", "", ".", "20260304", "a/1", "app.log.12345", "app-1.2.3.log", ".1", "a.b",
        ])
    func others(path: String) {
        let name = RotatedName(path: path)
        #expect(name.isCurrent)
        #expect(name.log == (path.hasSuffix(".gz") ? String(path.dropLast(3)) : path))
    }
}
