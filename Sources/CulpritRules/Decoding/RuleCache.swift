internal import CulpritModel
internal import CulpritScan

/// Keeps rule files as they were read, and the traits of their patterns, in the user's cache folder: reading a thousand
/// rules again then takes no YAML, and a pattern is compiled when it is first needed.
///
/// What is kept is named after the content of the files. It is kept only when nothing was wrong with them.
struct RuleCache {
    private let file: CacheFile

    /// What was kept of a set of files.
    struct Contents {
        /// For each file its root; `nil` for an empty one.
        var roots: [Node?]
        var patterns: [String: CompiledPattern.Traits]
    }

    /// A smaller set is read sooner than the cache.
    private static let leastByteCount = 64 << 10
    /// Changes with what is written here.
    private static let version = "2"

    init?(_ files: [RuleFile]) {
        guard files.reduce(0, { $0 + $1.text.utf8.count }) >= Self.leastByteCount else { return nil }
        let identity =
            [Self.version, CompiledPattern.libraryVersion] + files.flatMap { [$0.path, $0.shownPath, $0.text] }
        guard let file = CacheFile(of: identity, kind: "rules") else { return nil }
        self.file = file
    }

    /// `nil` when nothing is kept, or not what this program writes.
    func read() -> Contents? {
        guard let bytes = file.read() else { return nil }
        var reader = Reader(bytes: bytes)
        return reader.contents()
    }

    func write(_ contents: Contents) {
        var writer = Writer()
        writer.write(contents)
        file.write(writer.bytes)
    }

    // MARK: Bytes

    private enum Tag {
        static let (nothing, plain, quoted, sequence, mapping, same) = (
            0 as UInt8, 1 as UInt8, 2 as UInt8, 3 as UInt8, 4 as UInt8, 5 as UInt8
        )
    }

    private struct Writer {
        var bytes: [UInt8] = []

        mutating func write(_ contents: Contents) {
            write(contents.roots.count)
            for root in contents.roots { write(root) }
            let patterns = contents.patterns.sorted { $0.key < $1.key }
            write(patterns.count)
            for (pattern, traits) in patterns {
                write(pattern)
                write(traits.captureNames.count)
                for name in traits.captureNames { write(name ?? "") }
                write(traits.relaxedSource.map { $0 == pattern ? Tag.same : Tag.plain } ?? Tag.nothing)
                if let relaxed = traits.relaxedSource, relaxed != pattern { write(relaxed) }
            }
        }

        private mutating func write(_ tag: UInt8) { bytes.append(tag) }

        private mutating func write(_ node: Node?) {
            guard let node else { return bytes.append(Tag.nothing) }
            switch node {
            case .scalar(let scalar):
                bytes.append(scalar.isPlain ? Tag.plain : Tag.quoted)
                write(scalar.line)
                write(scalar.string)
            case .sequence(let nodes, let line):
                bytes.append(Tag.sequence)
                write(line)
                write(nodes.count)
                for node in nodes { write(node) }
            case .mapping(let mapping):
                bytes.append(Tag.mapping)
                write(mapping.line)
                write(mapping.pairs.count)
                for (key, value) in mapping.pairs {
                    write(key)
                    write(value)
                }
            }
        }

        private mutating func write(_ text: String) {
            write(text.utf8.count)
            bytes += text.utf8
        }

        /// Seven bits a byte, the low ones first (LEB128).
        private mutating func write(_ number: Int) {
            var rest = number
            while rest >= 0x80 {
                bytes.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(rest))
        }
    }

    /// Reads what `Writer` writes; anything else gives `nil` rather than a wrong rule.
    private struct Reader {
        let bytes: [UInt8]
        var index = 0
        var isBroken = false

        mutating func contents() -> Contents? {
            let roots = (0..<count()).map { _ in node(depth: 0) }
            let patternCount = count()
            var patterns = [String: CompiledPattern.Traits](minimumCapacity: patternCount)
            for _ in 0..<patternCount {
                let pattern = text()
                let names: [String?] = (0..<count()).map { _ in
                    let name = text()
                    return name.isEmpty ? nil : name
                }
                patterns[pattern] = CompiledPattern.Traits(captureNames: names, relaxedSource: relaxed(of: pattern))
            }
            return isBroken || index != bytes.count ? nil : Contents(roots: roots, patterns: patterns)
        }

        private mutating func relaxed(of pattern: String) -> String? {
            switch tag() {
            case Tag.nothing: return nil
            case Tag.same: return pattern
            case Tag.plain: return text()
            default:
                isBroken = true
                return nil
            }
        }

        private mutating func tag() -> UInt8 {
            guard index < bytes.count else {
                isBroken = true
                return Tag.nothing
            }
            defer { index += 1 }
            return bytes[index]
        }

        private mutating func node(depth: Int) -> Node? {
            guard !isBroken, depth < 200 else {
                isBroken = true
                return nil
            }
            let tag = tag()
            switch tag {
            case Tag.nothing: return nil
            case Tag.plain, Tag.quoted:
                let line = number()
                return .scalar(Node.Scalar(string: text(), isPlain: tag == Tag.plain, line: line))
            case Tag.sequence:
                let line = number()
                let count = count()
                var nodes: [Node] = []
                nodes.reserveCapacity(count)
                for _ in 0..<count { if let node = node(depth: depth + 1) { nodes.append(node) } }
                return .sequence(nodes, line: line)
            case Tag.mapping:
                let line = number()
                let count = count()
                var pairs: [(key: Node, value: Node)] = []
                pairs.reserveCapacity(count)
                for _ in 0..<count {
                    guard let key = node(depth: depth + 1), let value = node(depth: depth + 1) else { break }
                    pairs.append((key, value))
                }
                return .mapping(Node.Mapping(pairs: pairs, line: line))
            default:
                isBroken = true
                return nil
            }
        }

        private mutating func text() -> String {
            let length = count()
            guard !isBroken else { return "" }
            defer { index += length }
            return String(decoding: bytes[index..<index + length], as: UTF8.self)
        }

        /// A number of things of which each takes a byte or more.
        private mutating func count() -> Int {
            let value = number()
            guard value <= bytes.count - index else {
                isBroken = true
                return 0
            }
            return value
        }

        private mutating func number() -> Int {
            var (value, shift) = (0, 0)
            while index < bytes.count, shift < 56 {
                let byte = bytes[index]
                index += 1
                value |= Int(byte & 0x7F) << shift
                if byte < 0x80 { return value }
                shift += 7
            }
            isBroken = true
            return 0
        }
    }
}
