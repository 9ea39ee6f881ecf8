internal import CulpritParse

/// What kind of text a source is, told by its beginning.
enum SourceContent {
    case empty
    case binary
    /// CSV of `caller,callee`.
    case topology
    case metrics(MetricKind)
    case logs

    init(_ prefix: Span<UInt8>) {
        if prefix.isEmpty {
            self = .empty
        } else if Self.isBinary(prefix) {
            self = .binary
        } else if Topology.isTopology(prefix) {
            self = .topology
        } else if let kind = MetricKind.detect(prefix: prefix) {
            self = .metrics(kind)
        } else {
            self = .logs
        }
    }

    /// Text has few control characters; a log cut by a crash may end in NUL bytes, so some are forgiven.
    private static func isBinary(_ prefix: Span<UInt8>) -> Bool {
        var controls = 0
        for index in prefix.indices {
            let byte = prefix[index]
            if byte < 0x09 || (byte > 0x0D && byte < 0x20 && byte != 0x1B) { controls += 1 }
        }
        return controls * 10 > prefix.count * 3 || (controls * 50 > prefix.count && prefix.count > 512)
    }
}

extension MetricKind {
    var name: String {
        switch self {
        case .openMetrics: "openmetrics"
        case .csv: "csv-metrics"
        }
    }
}
