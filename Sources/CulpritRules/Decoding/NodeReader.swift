internal import CulpritModel
internal import CulpritScan

/// Collects what is wrong while files are read, and which patterns were right.
final class Problems {
    private(set) var diagnostics: [Diagnostic] = []
    /// The traits of patterns that compiled, by their texts; those of an earlier run are put here first.
    var patterns: [String: CompiledPattern.Traits] = [:]

    func add(_ what: String, at place: Place, because reason: String? = nil, try remedy: String) {
        diagnostics.append(Diagnostic(what, at: place, because: reason, try: remedy))
    }
}

/// Reads one YAML mapping key by key; each mistake is noted with its line and reading goes on.
struct NodeReader {
    private let mapping: Node.Mapping
    private let path: String
    private let what: String
    let place: Place
    let problems: Problems

    /// Fails, with a note, when `node` is not a mapping or has keys that are not among `keys`.
    init?(_ node: Node, _ what: String, path: String, keys: [String], problems: Problems) {
        place = Place(path, line: node.line)
        guard case .mapping(let mapping) = node else {
            problems.add(
                "\(what) is not a mapping.", at: place,
                try: "Write it as 'key: value' lines; the keys are \(keys.joined(separator: ", ")).")
            return nil
        }
        (self.mapping, self.path, self.what, self.problems) = (mapping, path, what, problems)
        for (key, _) in mapping {
            guard let name = key.string, !keys.contains(name) else { continue }
            let nearest = nearestName(to: name, in: keys)
            problems.add(
                "\(what) has the unknown key '\(name)'.", at: Place(path, line: key.line),
                try: nearest.map { "Did you mean '\($0)'?" } ?? "The keys are \(keys.joined(separator: ", ")).")
        }
    }

    func has(_ key: String) -> Bool { mapping[key] != nil }

    func node(_ key: String) -> Node? { mapping[key] }

    func place(of key: String) -> Place { Place(path, line: mapping[key]?.line ?? place.line) }

    func string(_ key: String) -> String? {
        guard let node = mapping[key] else {
            problems.add("\(what) has no '\(key)'.", at: place, try: "Add '\(key): …'.")
            return nil
        }
        guard let text = node.string, !text.isEmpty else {
            problems.add("'\(key)' of \(what) is not text.", at: place(of: key), try: "Write '\(key): text'.")
            return nil
        }
        return text
    }

    func optionalString(_ key: String) -> String? {
        guard let scalar = mapping[key]?.scalar else { return nil }
        // `null` in quotes is a word (YAML 1.2.2 §10.3.2).
        let isNull = scalar.isPlain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
        return isNull ? nil : scalar.string
    }

    func double(_ key: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = string(key) else { return nil }
        guard let value = Double(text), range.contains(value) else {
            problems.add(
                "'\(key)' of \(what) is '\(text)'.", at: place(of: key),
                try: "Write a number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return value
    }

    func choice(_ key: String, _ names: [String]) -> String? {
        guard let text = string(key) else { return nil }
        guard names.contains(text) else {
            let nearest = nearestName(to: text, in: names).map { "Did you mean '\($0)'? " } ?? ""
            problems.add(
                "'\(key)' of \(what) is '\(text)'.", at: place(of: key),
                try: "\(nearest)It is one of \(names.joined(separator: ", ")).")
            return nil
        }
        return text
    }

    /// The seconds that `text`, the value of `key`, stands for; notes when it is no span.
    func seconds(_ text: String, of key: String) -> Double? {
        if let seconds = secondCount(text), seconds > 0 { return seconds }
        problems.add(
            "'\(key)' is '\(text)'.", at: place(of: key),
            try: "Write a number and 's', 'm', 'h' or 'd', as in '10m'.")
        return nil
    }

    func bool(_ key: String) -> Bool { mapping[key]?.bool ?? false }

    /// The texts of a list, or of a single text; none when the key is missing.
    func strings(_ key: String) -> [String] {
        guard let node = mapping[key] else { return [] }
        if let sequence = node.sequence {
            return sequence.compactMap { item in
                if let text = item.string { return text }
                problems.add(
                    "'\(key)' of \(what) has an item that is not text.", at: Place(path, line: item.line),
                    try: "Quote it.")
                return nil
            }
        }
        return node.string.map { [$0] } ?? []
    }

    func nodes(_ key: String) -> [Node] { mapping[key]?.sequence.map { Array($0) } ?? [] }

    /// The pairs of a mapping of texts, in the order of the file.
    func pairs(_ key: String) -> [(key: String, values: [String])] {
        guard let inner = mapping[key]?.mapping else { return [] }
        return inner.compactMap { pair in
            guard let name = pair.key.string else { return nil }
            let values = pair.value.sequence.map { $0.compactMap(\.string) } ?? pair.value.string.map { [$0] } ?? []
            return (name, values)
        }
    }

    func pattern(_ key: String) -> CompiledPatternSource? {
        string(key).map { CompiledPatternSource(text: $0, place: place(of: key)) }
    }
}

/// A pattern and where it stands.
struct CompiledPatternSource {
    let text: String
    let place: Place

    /// Compiles it, or notes why that cannot be.
    func compiled(_ problems: Problems) -> CompiledPattern? {
        if let traits = problems.patterns[text] { return CompiledPattern(known: text, traits: traits) }
        do throws(PatternError) {
            let pattern = try CompiledPattern(text, at: place)
            problems.patterns[text] = pattern.traits
            return pattern
        } catch {
            let diagnostic = error.diagnostic
            problems.add(
                diagnostic.what, at: place, because: diagnostic.reason,
                try: diagnostic.remedy ?? "Correct the pattern.")
            return nil
        }
    }
}

/// The name of `names` that is at most two edits (Levenshtein) away from `name`.
package func nearestName(to name: String, in names: [String]) -> String? {
    names.map { ($0, editDistance(name, $0)) }.filter { $0.1 <= 2 }.min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
}

private func editDistance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var row = Array(0...right.count)
    for (i, character) in left.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, other) in right.enumerated() {
            let replaced = diagonal + (character == other ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[right.count]
}
