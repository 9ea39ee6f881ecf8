internal import CulpritModel
internal import CulpritRules

/// Looking at a source in parts at the same time: what was counted of each is added in their order, with the outcome of
/// one that looked at all records.
extension LogAnalyzer {
    /// Forgets what was counted: that of a part of the source begins, of which only open crash reports are known.
    mutating func beginPart() {
        crashes.beginPart()
        attributes.beginPart()
        connections.beginPart()
        templates.beginPart()
        matcher.forgetGivenUp()
        measures.beginPart()
        kept.beginPart()
        _ = runs.takeAll()
        (requests, tally) = (RequestSteps(), RecordTally())
    }

    /// Settles both, and says whether adding what was counted of `part` gives what its records would have given here.
    mutating func takes(_ part: inout LogAnalyzer) -> Bool {
        settle()
        part.settle()
        return templates.isWhole && part.templates.isWhole && measures.takes(part.measures)
    }

    /// Adds what was counted of the part of the source that comes next, which it takes.
    ///
    /// The part learns what decides how much of the next one is worth counting.
    mutating func goOn(behind part: inout LogAnalyzer) {
        let names = part.namer.all.map { namer.number(of: $0) }
        let templates = self.templates.add(part.templates)
        let minutes = measures.add(&part.measures, names: names, templates: templates)
        for entry in part.tally.entries {
            tally.add(
                entry.count, slot: minutes[entry.slot], template: templates[entry.template], severity: entry.severity)
        }
        requests.add(part.requests, names: names, templates: templates)
        connections.add(part.connections, names: names)
        attributes.add(part.attributes)
        kept.add(&part.kept, slots: minutes, names: names, templates: templates)
        crashes.goOn(behind: part.crashes)
        matcher.addGivenUp(part.matcher.givenUp)
    }
}
