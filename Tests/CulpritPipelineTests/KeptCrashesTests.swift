import CulpritModel
import Testing

@testable import CulpritPipeline

struct KeptCrashesTests {
    private static func crash(_ number: Int, second: Int?, signature: String = "s", version: String = "1") -> Crash {
        var crash = Crash(
            location: Location(source: "a.log", line: number, byte: number * 100),
            time: second.map { Timestamp(seconds: Int64($0)) }, entity: Entity("app", .service), kind: "panic",
            language: "go", title: "panic in \(signature)", signature: signature, frames: [])
        crash.attributes = [Record.Field(name: "version", value: version)]
        return crash
    }

    @Test("Of a loop a few crashes are kept, and all are counted", arguments: [true, false])
    func loop(hasTimes: Bool) {
        var kept = KeptCrashes()
        let count = 20_000
        for number in 0..<count { kept.add(Self.crash(number, second: hasTimes ? number / 20 : nil)) }
        let crashes = kept.inOrder
        #expect(crashes.count < 300)
        #expect(crashes.reduce(0) { $0 + $1.count } == count)
        #expect(Set(crashes.compactMap { $0.time?.minuteStart }).count == (hasTimes ? 17 : 0))
    }

    @Test("What a loop hides is not left out: other bugs and other versions")
    func others() {
        var kept = KeptCrashes()
        for number in 0..<1_000 { kept.add(Self.crash(number, second: 0)) }
        kept.add(Self.crash(1_000, second: 0, signature: "other"))
        kept.add(Self.crash(1_001, second: 0, version: "2"))
        for number in 1_002..<1_100 { kept.add(Self.crash(number, second: 0)) }
        let last = kept.inOrder.suffix(2)
        #expect(last.map(\.location.line) == [1_000, 1_001] && last.map(\.count) == [1, 1])
    }
}
