/// What one kind of JSON says of metrics.
protocol JSONMetricDocument: Sendable {
    /// The arrays whose elements are read one by one.
    static var elementKeys: Set<String> { get }
    /// Words that only such documents have near their beginnings.
    static func recognises(_ lines: MetricLines) -> Bool

    /// Adds what one element, or a whole document without any, tells; `false` when it tells nothing.
    static func add(_ element: JSONValue, _ context: [String: String], to builder: inout SeriesBuilder) -> Bool
}

/// Reads metrics in JSON: one document, or one a line.
struct JSONMetrics<Document: JSONMetricDocument>: MetricFormat {
    static var takesParts: Bool { true }
    private var elements = JSONElements(keys: Document.elementKeys)

    static func recognises(_ lines: MetricLines) -> Bool {
        guard let byte = lines.firstByte, byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else { return false }
        return Document.recognises(lines)
    }

    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder) {
        let leftOutCount = elements.read(line) { text, context in
            if let element = JSONValue(text), Document.add(element, context, to: &builder) { return }
            builder.count(.grammar)
        }
        for _ in 0..<leftOutCount { builder.count(.tooLong) }
    }

    mutating func finish(into builder: inout SeriesBuilder) {
        if elements.isOpen { builder.count(.grammar) }
    }
}
