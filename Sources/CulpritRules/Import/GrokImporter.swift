/// Carries grok patterns over as fragments: `%{NAME:field}` becomes a capture of the fragment `{{NAME}}`.
struct GrokImporter {
    func run(_ text: String) -> RuleImport {
        var result = RuleImport()
        var file = YAMLText()
        file.comment(
            "Imported. Put it right into your rules folder, as 'shared.yaml': '{{NAME}}' in a 'match' stands for a fragment."
        )
        file.line("fragments:")
        let definitions = text.split(whereSeparator: \.isNewline).compactMap { line -> (String, String)? in
            guard !line.hasPrefix("#"), let match = line.wholeMatch(of: #/([A-Za-z0-9_-]+)\s+(.+)/#) else { return nil }
            return (String(match.1), String(match.2))
        }
        let known = Set(definitions.map(\.0))
        for (name, pattern) in definitions {
            let unknown = references(pattern).filter { !known.contains($0) }
            guard unknown.isEmpty else {
                result.leftOut.append(
                    "\(name): it needs \(unknown.joined(separator: ", ")), which the file does not have")
                continue
            }
            file.pair(name, translated(pattern, of: name, &result), indent: 2)
            result.count += 1
        }
        result.yaml = result.count == 0 ? "" : file.text
        return result
    }

    private func references(_ pattern: String) -> [String] {
        Set(pattern.matches(of: #/%\{([\w-]+)/#).map { String($0.1) }).sorted()
    }

    private func translated(_ pattern: String, of name: String, _ result: inout RuleImport) -> String {
        for match in pattern.matches(of: #/%\{[\w-]+:[^}:]+:(\w+)\}/#) {
            result.leftOut.append("\(name): the type '\(match.1)' of '\(match.0)'; captures are texts")
        }
        let plain = pattern.replacing(#/%\{([\w-]+)(?::([^}:]+))?(?::\w+)?\}/#) { match in
            match.2.map { "(?<\(captureName($0))>{{\(match.1)}})" } ?? "{{\(match.1)}}"
        }
        // In Oniguruma \h is a hexadecimal digit, in PCRE2 a blank.
        return plain.replacing(#"\h"#, with: "[0-9a-fA-F]")
    }

    private func captureName(_ field: Substring) -> String {
        let name = field.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
        return String(String(name).drop { !$0.isLetter }.prefix(32))
    }
}
