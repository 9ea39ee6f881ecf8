package import CulpritModel
internal import CulpritScan

/// Says what lines mean to crash reports, for one thread.
package final class CrashClassifier {
    private let languages: [CrashDefinition]
    private let byID: [String: CrashDefinition]
    private let scratch = MatchScratch()

    package init(_ set: RuleSet) {
        languages = set.crashes
        byID = Dictionary(set.crashes.map { ($0.grammar.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What `line` means; the patterns of `openLanguage`, whose report is being read, go first.
    package func classify(_ line: Span<UInt8>, openLanguage: String?) -> CrashLine? {
        let open = openLanguage.flatMap { byID[$0] }
        if let open {
            for role in [CrashLine.Role.cause, .frame, .detail] {
                if let found = inside(open, role, line) { return found }
            }
            if let found = start(open, line) { return found }
            for role in [CrashLine.Role.end, .belongs] {
                if let found = inside(open, role, line) { return found }
            }
        }
        for language in languages where language.grammar.id != openLanguage {
            if let found = start(language, line) { return found }
        }
        return nil
    }

    private func start(_ language: CrashDefinition, _ line: Span<UInt8>) -> CrashLine? {
        for (number, start) in language.starts.enumerated() where start.pattern.matches(line, scratch: scratch) {
            let captures = captures(of: start.pattern, in: line)
            return CrashLine(
                language: language.grammar.id, role: .start, pattern: number, kind: start.kind, title: start.title,
                isSingle: start.isSingle, captures: captures, isNoise: isNoise(captures["function"], language))
        }
        return nil
    }

    private func inside(_ language: CrashDefinition, _ role: CrashLine.Role, _ line: Span<UInt8>) -> CrashLine? {
        for (number, pattern) in (language.patterns[role] ?? []).enumerated()
        where pattern.matches(line, scratch: scratch) {
            let captures = captures(of: pattern, in: line)
            return CrashLine(
                language: language.grammar.id, role: role, pattern: number, captures: captures,
                isNoise: isNoise(captures["function"], language))
        }
        return nil
    }

    /// Says whether `function` tells nothing about a bug.
    private func isNoise(_ function: String?, _ language: CrashDefinition) -> Bool {
        guard let function else { return false }
        let bytes = Array(function.utf8)
        return language.noise.contains { $0.matches(bytes.span, scratch: scratch) }
    }

    private func captures(of pattern: CompiledPattern, in line: Span<UInt8>) -> [String: String] {
        var captures: [String: String] = [:]
        for (group, name) in pattern.captureNames.enumerated() {
            guard let name, let range = scratch.range(of: group) else { continue }
            captures[name] = line.text(range)
        }
        return captures
    }
}
