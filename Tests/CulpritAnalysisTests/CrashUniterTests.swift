import CulpritModel
import CulpritTestSupport
import Testing

@testable import CulpritAnalysis

struct CrashUniterTests {
    static let uniter = CrashUniter(grammars: [
        CrashGrammar(id: "java", kind: "exception", title: "", gap: 2, depth: 3),
        CrashGrammar(id: "native", kind: "crash", title: "", gap: 2, depth: 3, framesDecide: true),
        CrashGrammar(id: "kernel", kind: "oops", title: "", gap: 2, depth: 0),
    ])

    static func crash(
        _ signature: String, _ frames: String, _ title: String = "Torn in a", language: String = "java",
        at second: Int = 0
    ) -> Crash {
        Crash(
            location: Location(source: "s", line: second + 1, byte: second),
            time: Timestamp(seconds: 1_714_557_600 + Int64(second)), kind: "exception", language: language,
            title: title, signature: signature, frames: frames.split(separator: " ").map(String.init))
    }

    /// Bugs that have nothing to do with one another, so that frames differ in how rare they are.
    static let others = (0..<20).map { crash("other\($0)", "x\($0) y\($0) run main", "Lost in x\($0)") }

    static func isOne(_ left: Crash, _ right: Crash) -> Bool {
        let names = uniter.names(of: others + [left, right])
        return names[left.signature] ?? left.signature == names[right.signature] ?? right.signature
    }

    @Test(
        "One cause over two paths is one bug; another failure, cause or guilty frame is another",
        arguments: [
            (crash("1", "a b c d e"), crash("2", "a b x d e"), true),
            (crash("1", "a b c d e"), crash("2", "a b c x e"), false),
            (crash("1", "a b c d e"), crash("2", "a b x d e", "Lost in a"), false),
            (crash("1", "a b c d e"), crash("2", "z b c d e"), false),
            (crash("1", "a run main"), crash("2", "b run main"), false),
            (crash("1", "a b c d", language: "native"), crash("2", "a b x d", "Lost in a", language: "native"), true),
            (crash("1", "a b c d", language: "kernel"), crash("2", "a b x d", language: "kernel"), false),
            (crash("1", ""), crash("2", ""), false),
        ])
    func pairs(left: Crash, right: Crash, isOne: Bool) {
        #expect(Self.isOne(left, right) == isOne)
        #expect(Self.isOne(right, left) == isOne)
    }

    @Test("A united bug has the name that was seen first, before all those of earlier times")
    func name() {
        let crashes = [Self.crash("old", "a b c d e", at: 1), Self.crash("new", "a b x d e", at: 2)]
        #expect(Self.uniter.names(of: Self.others + crashes)["new"] == "old")
        let earlier = ["new": Timestamp(seconds: 1)]
        #expect(Self.uniter.names(of: Self.others + crashes, earlier: earlier)["old"] == "new")
    }

    @Test("No order of the crashes changes a name", arguments: [UInt64](1...20))
    func order(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let crashes = (0..<60).map { number in
            let frames = (0..<5).map { _ in "f\(Int.random(in: 0..<4, using: &generator))" }.joined(separator: " ")
            return Self.crash("\(frames.prefix(8))", frames, at: number)
        }
        #expect(Self.uniter.names(of: crashes) == Self.uniter.names(of: crashes.shuffled(using: &generator)))
    }
}
