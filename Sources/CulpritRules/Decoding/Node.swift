internal import CulpritModel
internal import Yams

/// A part of a rule file: what YAML makes of it, and the line that it stands in.
enum Node: Sendable {
    case scalar(Scalar)
    case sequence([Node], line: Int)
    case mapping(Mapping)

    struct Scalar: Sendable {
        let string: String
        /// Without quotes, so that `null` and `true` have their meaning.
        let isPlain: Bool
        let line: Int
    }

    /// Pairs in the order of the file.
    struct Mapping: Sendable, Sequence {
        let pairs: [(key: Node, value: Node)]
        let line: Int

        subscript(key: String) -> Node? { pairs.first { $0.key.string == key }?.value }

        func makeIterator() -> IndexingIterator<[(key: Node, value: Node)]> { pairs.makeIterator() }
    }

    /// The line that it begins in, from 1.
    var line: Int {
        switch self {
        case .scalar(let scalar): scalar.line
        case .sequence(_, let line): line
        case .mapping(let mapping): mapping.line
        }
    }

    var string: String? { scalar?.string }

    var scalar: Scalar? {
        if case .scalar(let scalar) = self { scalar } else { nil }
    }

    var sequence: [Node]? {
        if case .sequence(let nodes, _) = self { nodes } else { nil }
    }

    var mapping: Mapping? {
        if case .mapping(let mapping) = self { mapping } else { nil }
    }

    /// YAML 1.2.2 §10.3.2.
    var bool: Bool? {
        switch string {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    /// The first document of a YAML text; `nil` when it has none.
    init?(yaml text: String) throws {
        // Every value is read by the key it is of; guessing its type by regular expressions takes half the time.
        guard let node = try Yams.compose(yaml: text, .basic) else { return nil }
        self.init(node, depth: 0)
    }

    /// All documents of a YAML text.
    static func documents(_ text: String) throws -> [Node] {
        let documents = try Yams.compose_all(yaml: text, .basic)
        let nodes = documents.map { Node($0, depth: 0) }
        if let error = documents.error { throw error }
        return nodes
    }

    private init(_ node: Yams.Node, depth: Int) {
        let line = node.mark?.line ?? 1
        switch node {
        case .mapping(let mapping) where depth < Self.depthLimit:
            let pairs = mapping.map { (key: Node($0.key, depth: depth + 1), value: Node($0.value, depth: depth + 1)) }
            self = .mapping(Mapping(pairs: pairs, line: line))
        case .sequence(let nodes) where depth < Self.depthLimit:
            self = .sequence(nodes.map { Node($0, depth: depth + 1) }, line: line)
        case .scalar(let scalar):
            self = .scalar(
                Scalar(string: scalar.string, isPlain: scalar.style == .plain || scalar.style == .any, line: line))
        default: self = .scalar(Scalar(string: "", isPlain: true, line: line))
        }
    }

    /// No rule file nests so deep; what is below says nothing.
    private static let depthLimit = 64
}
