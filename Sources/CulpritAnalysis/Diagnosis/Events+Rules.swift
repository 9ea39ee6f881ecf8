internal import CulpritModel

extension [Event] {
    /// The positions of those whose rule is asked for.
    ///
    /// Rules and events are large, and there may be millions: neither is copied to be looked at.
    func positions(in rules: [String: Rule], where isAskedFor: (Rule) -> Bool) -> [Int] {
        let ids = Set(rules.filter { isAskedFor($0.value) }.keys)
        return indices.filter { self[$0].rule.map(ids.contains) ?? false }
    }

    /// Those whose rule is asked for.
    func matching(_ rules: [String: Rule], where isAskedFor: (Rule) -> Bool) -> [Event] {
        positions(in: rules, where: isAskedFor).map { self[$0] }
    }
}
