internal import CulpritRules
internal import CulpritScan

/// Follows a stack trace that no header begins, line by line, as the rules' traces are written.
struct TraceFollower {
    private let traces: [TraceDefinition]
    private let scratch = MatchScratch()
    private var open: TraceDefinition?
    private var leadLinesLeft = 0
    /// The last line was read; only what the trace chains to it can follow.
    private var hasEnded = false

    init(_ traces: [TraceDefinition]) { self.traces = traces }

    /// Notes that a record begins with `line`, and whether it is a trace.
    mutating func begin(with line: Span<UInt8>) {
        open = traces.first { $0.start.matches(line, scratch: scratch) }
        leadLinesLeft = open?.leadLineCount ?? 0
        hasEnded = false
    }

    mutating func close() { open = nil }

    /// Notes that `line` goes on a record that has no header; what it looks like tells which trace that is.
    mutating func adopt(_ line: Span<UInt8>) {
        if open == nil { open = traces.first { $0.line.matches(line, scratch: scratch) } }
    }

    /// Says whether `line`, which begins no record with a header, goes on the trace.
    mutating func continues(with line: Span<UInt8>) -> Bool {
        guard let trace = open else { return false }
        if line.isEmpty { return true }
        if hasEnded, trace.start.matches(line, scratch: scratch) { return false }
        if trace.line.matches(line, scratch: scratch) {
            (leadLinesLeft, hasEnded) = (0, false)
            return true
        }
        if leadLinesLeft > 0 {
            leadLinesLeft -= 1
            return true
        }
        guard !hasEnded, trace.end?.matches(line, scratch: scratch) ?? false else { return false }
        hasEnded = true
        return true
    }
}
