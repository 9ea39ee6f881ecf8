import CulpritModel
import Testing

@testable import CulpritAnalysis

struct RemedyFillingTests {
    private static func event(_ captures: [String: String]) -> Event {
        Event(
            location: Location(source: "a.log", line: 1, byte: 0), time: nil, severity: .error, host: nil, service: "a",
            entity: Entity("a", .service), rule: "r", category: .network, template: 1, text: "",
            captures: captures.map { Record.Field(name: $0.key, value: $0.value) })
    }

    @Test(
        "A remedy names what was captured, and what was not in words or as a command's argument",
        arguments: [
            ("Ping <peer>.", [["peer": "db-1"]], "Ping db-1."),
            ("Ping <peer>.", [[:], ["peer": "db-2"]], "Ping db-2."),
            ("Ping <peer>.", [["peer": ""]], "Ping the peer."),
            ("Check 'nc -vz <peer> 22' on <host>.", [["host": "a"]], "Check 'nc -vz PEER 22' on a."),
            ("See /dev/<device>.", [[:]], "See /dev/DEVICE."),
            ("Load < 3 and <b c> stay.", [["b": "1"]], "Load < 3 and <b c> stay."),
            ("Cut <peer", [["peer": "x"]], "Cut <peer"),
            ("<a><b>", [["a": "<b>", "b": "2"]], "<b>2"),
        ])
    func filled(remedy: String, captures: [[String: String]], expected: String) {
        #expect(Remedy.filled(remedy, from: captures.map(Self.event)) == expected)
    }
}
