import CulpritAnalysis
import CulpritTestSupport
import Testing

struct TemplateTests {
    private static func template(_ message: String) -> String {
        var masker = TemplateMasker()
        _ = masker.mask(Array(message.utf8).span)
        return masker.text
    }

    private static func id(_ message: String) -> Int64 {
        var masker = TemplateMasker()
        return masker.mask(Array(message.utf8).span)
    }

    static let cases: [(message: String, template: String)] = [
        ("retry 3 of 5 for job-17", "retry <*> of <*> for <*>"),
        ("took 12.5 ms in deadbeef", "took <*> in <*>"),
        ("opened /var/lib/x and ./y, not and/or", "opened <*> and <*>, not and/or"),
        ("host crate.example.net is down", "host <*> is down"),
        ("class com.example.Crate is loaded", "class com.example.Crate is loaded"),
        ("due at Sat Jul  9 22:53:19 2005", "due at <*>"),
        ("may retry, Mar says", "may retry, Mar says"),
        ("uid=0 tty=ssh name= home=", "uid=<*> tty=<*> name=<*> home=<*>"),
        ("state = open", "state = <*>"), ("a == b", "a == b"),
        ("got \"a thing\" from it's owner", "got \"<*>\" from it's owner"),
        ("10.0.0.1 \"GET /a HTTP/1.1\" 200", "<*> \"GET <*>\" <*>"),
        ("login of user smith failed", "login of user <*> failed"),
        ("Failed password for smith from 10.0.0.1", "Failed password for <*> from <*>"),
        ("waiting for smith today", "waiting for smith today"),
        ("blocks 1, 2, 3 and 4", "blocks <*> and <*>"),
        ("size is 5 KB or 7 MB", "size is <*> or <*>"), ("lifetime <1 sec", "lifetime <*>"),
        ("done() is true", "done(<*>) is <*>"), ("level......... 7", "level......... <*>"),
        ("  two   words\r\nnext line", "two words"), ("", ""),
    ]

    @Test("What a program puts in is masked, what a programmer wrote stays", arguments: cases)
    func masks(message: String, template: String) { #expect(Self.template(message) == template) }

    @Test("One statement has one id, two statements have two")
    func ids() {
        #expect(Self.id("shard 3 lost 17 of 20") == Self.id("shard 44 lost 1 of 2"))
        #expect(Self.id("shard 3 lost 17 of 20") != Self.id("shard 3 found 17 of 20"))
        #expect(Self.id("freed 93 B") == Self.id("freed 1.5 GiB"))
    }

    @Test("A template does not depend on what was masked before it", arguments: [1, 2, 3] as [UInt64])
    func order(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var masker = TemplateMasker()
        for message in Self.cases.map(\.message).shuffled(using: &generator) {
            #expect(masker.mask(Array(message.utf8).span) == Self.id(message), "seed \(seed): \(message)")
        }
    }

    @Test("Any bytes have a template that is no longer than they allow", arguments: [4, 5, 6] as [UInt64])
    func anyBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = Array("ab1 =\"'<>()./:\\\u{0}é,".utf8)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                letters.randomElement(using: &generator) ?? 0
            }
            var masker = TemplateMasker()
            let id = masker.mask(bytes.span)
            #expect(id >= 0 && masker.text.utf8.count <= 4 * bytes.count + 3, "seed \(seed): \(bytes)")
        }
    }
}
