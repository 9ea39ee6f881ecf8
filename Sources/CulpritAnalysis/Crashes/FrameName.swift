/// Makes the names of functions comparable between builds and runs.
enum FrameName {
    /// Returns `function` without arguments, generics, addresses, numbers of lambdas and what compilers append.
    static func normalized(_ function: String) -> String {
        var name = withoutBrackets(function)
        for suffix in [".constprop.", ".isra.", ".part.", ".cold", ".llvm.", "+0x", "$$Lambda", "@@", "@plt"] {
            if let found = firstIndex(of: suffix, in: name), found > name.startIndex { name = String(name[..<found]) }
        }
        name = withoutTrailingNumber(name)
        return name.split(separator: " ").last.map { last in
            // `operator new` and the like are two words; a return type in front of a name is not part of it.
            name.contains("operator") ? name : String(last)
        } ?? name
    }

    /// The last two components: `Type.method`.
    static func short(_ function: String) -> String {
        let parts = function.split(separator: ".")
        return parts.count > 2 && !function.contains("/") ? parts.suffix(2).joined(separator: ".") : function
    }

    static func lastComponent(_ name: String) -> String {
        name.split { $0 == "." || $0 == ":" }.last.map(String.init) ?? name
    }

    /// Returns `text` with each number, decimal or hexadecimal, as `N`.
    static func withoutNumbers(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard !word.hasPrefix("0x") else { return "N" }
            var result = ""
            for character in word where !(character.isNumber && result.last == "N") {
                result.append(character.isNumber ? "N" : character)
            }
            return result
        }.joined(separator: " ")
    }

    /// Cuts out what stands between `<>` and `()`, nested or not, but keeps `operator<`, `<init>` and `(anonymous …)`.
    private static func withoutBrackets(_ name: String) -> String {
        guard name.contains(where: { $0 == "<" || $0 == "(" }), !name.contains("operator") else { return name }
        var (result, depth) = ("", 0)
        var rest = name[...]
        while let character = rest.first {
            if depth == 0, let kept = keptWords.first(where: { rest.hasPrefix($0) }) {
                result += kept
                rest = rest.dropFirst(kept.count)
                continue
            }
            if character == "<" || character == "(" { depth += 1 }
            if depth == 0 { result.append(character) }
            if character == ">" || character == ")" { depth = max(0, depth - 1) }
            rest = rest.dropFirst()
        }
        return result
    }

    private static let keptWords = [
        "<init>", "<clinit>", "<module>", "<lambda>", "<anonymous>", "<listcomp>", "<genexpr>", "<dictcomp>",
        "(anonymous namespace)",
    ]

    /// Removes `$1` and `-1`, which count lambdas and anonymous classes.
    private static func withoutTrailingNumber(_ name: String) -> String {
        var (result, rest) = ("", name[...])
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let digits = rest[dollar...].dropFirst().prefix { $0.isNumber }
            if digits.isEmpty { result += "$" }
            rest = rest[digits.endIndex...]
        }
        return result + rest
    }

    private static func firstIndex(of part: String, in text: String) -> String.Index? {
        guard let first = part.first else { return nil }
        return text.indices.first { text[$0] == first && text[$0...].hasPrefix(part) }
    }
}
