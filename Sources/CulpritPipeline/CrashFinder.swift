internal import CulpritModel
internal import CulpritParse
internal import CulpritRules

/// Finds crash reports in the lines of one source's records.
struct CrashFinder {
    init(_ rules: RuleSet) {}

    mutating func look(at record: RecordBuffer, location: Location, entity: Entity, host: Entity?) {}

    mutating func finish() -> [Crash] { [] }
}
