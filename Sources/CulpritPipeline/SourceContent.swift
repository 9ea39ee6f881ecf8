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

    /// Text has few control characters; NUL bytes do not tell, for a crash leaves runs of them in a log.
    private static func isBinary(_ prefix: Span<UInt8>) -> Bool {
        var (controls, others) = (0, 0)
        for index in prefix.indices where prefix[index] != 0 {
            let byte = prefix[index]
            others += 1
            if byte < 0x09 || (byte > 0x0D && byte < 0x20 && byte != 0x1B) { controls += 1 }
        }
        return others == 0 || controls * 10 > others * 3 || (controls * 50 > others && prefix.count > 512)
    }
}
