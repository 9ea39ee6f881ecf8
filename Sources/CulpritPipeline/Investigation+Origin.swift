internal import CulpritModel
internal import CulpritRules

extension Investigation {
    private static let shownInputLimit = 20

    /// The command and the rules that lead to the same report; what changes nothing in it is left out.
    func origin(_ ruleSet: RuleSet) -> ReportDetails.Origin {
        var words = ["culprit", "investigate"] + inputs.sorted().prefix(Self.shownInputLimit).map(Self.quoted)
        if inputs.count > Self.shownInputLimit { words.append("# and \(inputs.count - Self.shownInputLimit) more") }
        for folder in rules.folders { words += ["--rules", Self.quoted(folder)] }
        for id in ruleSet.disabled { words += ["--disable-rule", Self.quoted(id)] }
        if let topologyPath { words += ["--topology", Self.quoted(topologyPath)] }
        if let period { words += ["--from", period.from.description, "--to", period.to.description] }
        if let baseline {
            words += ["--baseline-from", baseline.from.description, "--baseline-to", baseline.to.description]
        }
        for zone in zones.arguments where zone != "UTC" { words += ["--timezone", Self.quoted(zone)] }
        if alignsClocks { words.append("--align-clocks") }
        var origin = ReportDetails.Origin()
        origin.command = words.joined(separator: " ")
        origin.rules = "\(ruleSet.all.count) rules, SHA-256 \(ruleSet.digest)"
        return origin
    }

    /// Returns `word` as a shell takes it for one.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.utf8.allSatisfy { byte in
            byte >= 0x80 || "-_./:,+@%=".utf8.contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
        return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
