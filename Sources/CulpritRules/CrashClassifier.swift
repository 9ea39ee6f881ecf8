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

    /// What `line` means; the patterns of `openLanguage`, whose report is being read, go before those that begin one.
    package func classify(_ line: Span<UInt8>, openLanguage: String?) -> CrashLine? {
        if let openLanguage, let language = byID[openLanguage], let found = inside(language, line) { return found }
        for language in languages {
            for (number, start) in language.starts.enumerated() where start.pattern.matches(line, scratch: scratch) {
                return CrashLine(
                    language: language.grammar.id, role: .start, pattern: number, kind: start.kind, title: start.title,
                    isSingle: start.isSingle, captures: captures(of: start.pattern, in: line))
            }
        }
        return nil
    }

    private func inside(_ language: CrashDefinition, _ line: Span<UInt8>) -> CrashLine? {
        for role in [CrashLine.Role.frame, .cause, .detail, .end, .belongs] {
            for (number, pattern) in (language.patterns[role] ?? []).enumerated()
            where pattern.matches(line, scratch: scratch) {
                let captures = captures(of: pattern, in: line)
                let isNoise = role == .frame && captures["function"].map { self.isNoise($0, language) } ?? false
                return CrashLine(
                    language: language.grammar.id, role: role, pattern: number, captures: captures, isNoise: isNoise)
            }
        }
        return nil
    }

    /// Says whether `function` tells nothing about a bug.
    package func isNoise(_ function: String, of language: String) -> Bool {
        byID[language].map { isNoise(function, $0) } ?? false
    }

    private func isNoise(_ function: String, _ language: CrashDefinition) -> Bool {
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
