import Testing

@testable import CulpritAnalysis

struct RemedyFillingTests {
    @Test(
        "A remedy names what was captured, and what was not in words or as a command's argument",
        arguments: [
            ("Ping <peer>.", ["peer": "db-1"], "Ping db-1."),
            ("Ping <peer>.", ["user": "a"], "Ping the peer."),
            ("Check 'nc -vz <peer> 22' on <host>.", ["host": "a"], "Check 'nc -vz PEER 22' on a."),
            ("See /dev/<device>.", [:], "See /dev/DEVICE."),
            ("Load < 3 and <b c> stay.", ["b": "1"], "Load < 3 and <b c> stay."),
            ("Cut <peer", ["peer": "x"], "Cut <peer"),
            ("<a><b>", ["a": "<b>", "b": "2"], "<b>2"),
        ])
    func filled(remedy: String, captured: [String: String], expected: String) {
        #expect(Remedy.filled(remedy, with: captured) == expected)
    }
}
