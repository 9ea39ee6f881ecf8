/// An element of an XML document, as far as rule files of other programs need it: no schema, no entities of one's own.
///
/// Foundation's parser would need libxml2 on every server that runs the program.
struct XMLElement {
    let name: String
    var attributes: [String: String] = [:]
    var children: [XMLElement] = []
    var text = ""

    private static let depthLimit = 64

    /// All elements below this one that are named `name`, in their order.
    func all(_ name: String) -> [XMLElement] {
        children.flatMap { $0.name == name ? [$0] : $0.all(name) }
    }

    /// The root of the document; `nil` when it is not well formed or too deep.
    static func parse(_ document: String) -> XMLElement? {
        var rest = Substring(document)
        var open = [XMLElement(name: "")]
        while !rest.isEmpty {
            guard rest.first == "<" else {
                let end = rest.firstIndex(of: "<") ?? rest.endIndex
                open[open.count - 1].text += unescaped(rest[..<end])
                rest = rest[end...]
                continue
            }
            if let after = skipping(&rest, from: "<!--", to: "-->") ?? skipping(&rest, from: "<?", to: "?>") {
                rest = after
            } else if rest.hasPrefix("<![CDATA["), let end = rest.firstRange(of: "]]>") {
                open[open.count - 1].text += rest.dropFirst(9)[..<end.lowerBound]
                rest = rest[end.upperBound...]
            } else if let after = skipping(&rest, from: "<!", to: ">") {
                rest = after
            } else {
                guard let end = tagEnd(rest) else { return nil }
                let tag = rest[rest.index(after: rest.startIndex)..<end]
                rest = rest[rest.index(after: end)...]
                guard take(tag, &open) else { return nil }
            }
        }
        guard open.count == 1, let root = open[0].children.first else { return nil }
        return root
    }

    /// What is behind a part that says nothing; `nil` when `rest` does not begin with one.
    private static func skipping(_ rest: inout Substring, from start: String, to end: String) -> Substring? {
        guard rest.hasPrefix(start), let range = rest.firstRange(of: end) else { return nil }
        return rest[range.upperBound...]
    }

    /// The `>` that ends a tag; one in quotes does not.
    private static func tagEnd(_ rest: Substring) -> Substring.Index? {
        var quote: Character?
        for index in rest.indices {
            let character = rest[index]
            if character == quote {
                quote = nil
            } else if quote == nil {
                if character == ">" { return index }
                if character == "\"" || character == "'" { quote = character }
            }
        }
        return nil
    }

    /// Opens, closes or adds an element; fails on one that closes what is not open.
    private static func take(_ tag: Substring, _ open: inout [XMLElement]) -> Bool {
        if tag.hasPrefix("/") {
            guard open.count > 1, let closed = open.popLast(),
                closed.name == tag.dropFirst().prefix(while: { !$0.isWhitespace })
            else { return false }
            open[open.count - 1].children.append(closed)
            return true
        }
        let isEmpty = tag.hasSuffix("/")
        let body = isEmpty ? tag.dropLast() : tag
        var element = XMLElement(name: String(body.prefix { !$0.isWhitespace }))
        for match in body.matches(of: #/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/#) {
            element.attributes[String(match.1)] = unescaped(match.2 ?? match.3 ?? "")
        }
        if isEmpty {
            open[open.count - 1].children.append(element)
        } else {
            open.append(element)
        }
        return open.count <= depthLimit
    }

    private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    private static func unescaped(_ text: Substring) -> String {
        String(text).replacing(#/&(#x?)?(\w+);/#) { match in
            guard let kind = match.1 else { return entities[String(match.2)] ?? String(match.0) }
            let scalar = UInt32(match.2, radix: kind == "#x" ? 16 : 10).flatMap(Unicode.Scalar.init)
            return scalar.map { String(Character($0)) } ?? String(match.0)
        }
    }
}
