internal import CulpritModel

extension Phrases {
    /// Whether a bug is there for the first time, in the words that the digest has.
    static func age(of group: CrashGroup) -> String {
        switch group.state {
        case .new: "new"
        case .known: "seen before"
        case .returned: "came back"
        }
    }

    /// What the crashes of a group together tell, a sentence each.
    static func facts(of group: CrashGroup, in period: TimeSpan?) -> [String] {
        let details = group.details
        var facts: [String] = []
        if let change = details.change {
            facts.append("after a change on \(change.entity) at \(clock(change.time, in: period)): \(change.what)")
        }
        if !details.versions.isEmpty {
            let noun = details.versions.count == 1 ? "version" : "versions"
            facts.append("\(noun) \(details.versions.prefix(5).joined(separator: ", "))")
        }
        for one in details.correlations {
            let all = one.attribute == "service" ? "of all records" : "of all records of what crashed"
            facts.append(
                "\(percent(one.share)) have \(one.attribute) \(one.value), \(all) \(percent(one.usualShare))")
        }
        // Where all crashes pass through all frames the frames themselves say it.
        let shares = details.frameShares.prefix(6)
        if group.count > 1, shares.contains(where: { $0.share < 1 }) {
            facts.append("pass through " + shares.map { "\($0.frame) (\(percent($0.share)))" }.joined(separator: ", "))
        }
        return facts
    }

    /// How much more or less of a template there is than usual.
    static func shift(_ shift: TemplateShift) -> String {
        switch shift.kind {
        case .new: "new, \(fixed(shift.rate)) a minute"
        case .vanished: "vanished, usually \(fixed(shift.usualRate)) a minute"
        case .shifted: "\(fixed(shift.rate)) a minute, usually \(fixed(shift.usualRate))"
        }
    }
}
