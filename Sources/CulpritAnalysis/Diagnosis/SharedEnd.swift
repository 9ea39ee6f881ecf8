/// A way between two entities that was bad in the period.
struct BadPath {
    let caller: String
    let callee: String
    /// How bad, to weigh paths against each other.
    let badness: Double
}

/// The end of each path that is blamed for it: the one that the bad paths share.
///
/// The end with the most badness over all its paths takes them all, then the next one what is left; where two ends
/// have the same, the callee's.
func sharedEnds(of paths: [BadPath]) -> [String] {
    var blamed = [String?](repeating: nil, count: paths.count)
    while blamed.contains(nil) {
        var totals: [String: Double] = [:]
        var asCallee: [String: Double] = [:]
        for (index, path) in paths.enumerated() where blamed[index] == nil {
            totals[path.caller, default: 0] += path.badness
            if path.callee != path.caller { totals[path.callee, default: 0] += path.badness }
            asCallee[path.callee, default: 0] += path.badness
        }
        // A hundredth for callees decides between equals and nothing else; names make the rest definite.
        func rank(_ name: String) -> Double { totals[name, default: 0] + 0.01 * asCallee[name, default: 0] }
        guard let worst = totals.keys.max(by: { (rank($0), $1) < (rank($1), $0) }) else { break }
        for (index, path) in paths.enumerated()
        where blamed[index] == nil && (path.caller == worst || path.callee == worst) {
            blamed[index] = worst
        }
    }
    return blamed.compactMap(\.self)
}
