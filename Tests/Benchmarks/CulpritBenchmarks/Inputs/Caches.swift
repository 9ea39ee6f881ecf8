internal import CulpritModel
internal import CulpritRules
internal import CulpritScan
internal import Foundation

/// What earlier runs of the program leave in the user's cache folder, here in a folder of the benchmarks' own: a run is
/// measured as it is when there were others before it.
enum Caches {
    /// Call it first.
    static func useOwnFolder() {
        let folder = FileManager.default.temporaryDirectory.appending(path: "culprit-benchmarks-cache")
        unsafe setenv("XDG_CACHE_HOME", folder.path, 1)
    }

    /// The built-in rules, with their patterns compiled whole, for which the program waits until so much was read.
    static func rules() throws -> RuleSet {
        let rules = try RuleSet()
        let (scratch, text) = (PatternSetScratch(), [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20))
        for _ in 0..<130 { rules.patterns.scan(text.span, scratch: scratch) }
        return rules
    }

    /// Sees to it that everything is kept that a run can find.
    static func fill() throws { _ = try rules() }
}
