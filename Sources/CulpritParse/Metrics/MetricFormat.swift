internal import CulpritScan

/// One way in which metrics are written down.
protocol MetricFormat: Sendable {
    /// Returns whether the lines of the beginning of a source are surely of this format.
    static func recognises(_ lines: MetricLines) -> Bool
    /// A line may come in several parts.
    static var takesParts: Bool { get }

    init()
    /// Reads a line without its end.
    mutating func read(_ line: Span<UInt8>, into builder: inout SeriesBuilder)
    /// Ends the source.
    mutating func finish(into builder: inout SeriesBuilder)
}

extension MetricFormat {
    static var takesParts: Bool { false }
    var takesParts: Bool { Self.takesParts }
    mutating func finish(into builder: inout SeriesBuilder) {}
}

/// The first lines of a source that are not empty.
struct MetricLines {
    private let bytes: [UInt8]
    let ranges: [Range<Int>]
    private static let countLimit = 200

    /// A last line without its newline is not looked at, unless it is the only one.
    init(_ prefix: Span<UInt8>) {
        var bytes: [UInt8] = []
        bytes.append(copying: prefix)
        self.bytes = bytes
        var (ranges, start): ([Range<Int>], Int) = ([], 0)
        while ranges.count < Self.countLimit, let index = prefix.firstIndex(of: UInt8(ascii: "\n"), from: start) {
            let isReturn = index > start && prefix[index - 1] == UInt8(ascii: "\r")
            ranges.append(start..<(isReturn ? index - 1 : index))
            start = index + 1
        }
        if ranges.isEmpty { ranges.append(0..<prefix.count) }
        self.ranges = ranges.filter { !$0.isEmpty }
    }

    var count: Int { ranges.count }

    /// Calls `body` with each line.
    func forEach(_ body: (Span<UInt8>) -> Void) {
        for range in ranges { body(bytes.span.extracting(range)) }
    }

    /// The lines as text; not for what is asked of every source.
    var texts: [String] { ranges.map { bytes.span.text($0) } }

    /// The text of the first line.
    var first: String { ranges.first.map { bytes.span.text($0) } ?? "" }

    /// The beginning of the source, of which a document may be longer than all lines that were looked at.
    func contains(_ text: StaticString) -> Bool { bytes.span.contains(text) }

    /// The first byte that is no space.
    var firstByte: UInt8? { bytes.first { $0 > 0x20 } }
}
