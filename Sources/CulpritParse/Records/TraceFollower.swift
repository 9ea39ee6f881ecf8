internal import CulpritRules
internal import CulpritScan

/// Follows stack traces that no header begins, line by line, as the rules' traces are written.
struct TraceFollower {
    private let traces: [TraceDefinition]
    private let anyLine: CompiledPattern?
    private let scratch = MatchScratch()

    /// How far the trace of one record was read.
    struct State {
        /// The number of the trace.
        fileprivate var open: Int?
        var isOpen: Bool { open != nil }
        fileprivate var leadLinesLeft = 0
        /// The last line was read; only what the trace chains to it can follow.
        fileprivate var hasEnded = false
    }

    init(_ rules: RuleSet) { (traces, anyLine) = (rules.traces, rules.traceLine) }

    /// Notes in `state` which trace begins with `line`.
    func begin(with line: Span<UInt8>, _ state: inout State) {
        state = State()
        state.open = traces.firstIndex { $0.start.matches(line, scratch: scratch) }
        state.leadLinesLeft = state.open.map { traces[$0].leadLineCount } ?? 0
    }

    /// Says whether a line of one writer goes on the record of its lines `first` and those after it.
    ///
    /// Less does so than in a file of one program, since most lines of a writer are records: a line of a trace, behind a
    /// header (`hasHeader`) the beginning of one, and where `takesIndented` what is indented or blank. `mayBeFrame` is false
    /// where it is known that the line is none of a trace.
    func goesOn(
        _ first: Span<UInt8>, hasHeader: Bool, takesIndented: Bool, with line: Span<UInt8>, mayBeFrame: Bool,
        _ state: inout State
    ) -> Bool {
        let isIndented = line.isEmpty || line[0] == 0x20 || line[0] == 0x09
        if state.open == nil {
            let isFrame = mayBeFrame && anyLine?.matches(line, scratch: scratch) ?? false
            guard isIndented || isFrame || hasHeader else { return false }
            begin(with: first, &state)
            if state.open == nil, hasHeader, !isIndented {
                begin(with: line, &state)
                state.leadLinesLeft = 0
                return state.open != nil
            }
            state.leadLinesLeft = 0
            // Without a beginning, what is only in the form of a frame is none: 'session opened (uid=1000)'.
            if isIndented, isFrame || takesIndented { adopt(line, &state) }
        }
        return isIndented && (takesIndented || state.open != nil) || continues(with: line, &state)
    }

    /// Notes that `line` goes on a record that has no header; what it looks like tells which trace that is.
    func adopt(_ line: Span<UInt8>, _ state: inout State) {
        if state.open == nil { state.open = traces.firstIndex { $0.line.matches(line, scratch: scratch) } }
    }

    /// Says whether `line`, which begins no record with a header, goes on the trace.
    func continues(with line: Span<UInt8>, _ state: inout State) -> Bool {
        guard let open = state.open else { return false }
        let trace = traces[open]
        if line.isEmpty { return true }
        if state.hasEnded, trace.start.matches(line, scratch: scratch) { return false }
        if trace.line.matches(line, scratch: scratch) {
            (state.leadLinesLeft, state.hasEnded) = (0, false)
            return true
        }
        if state.leadLinesLeft > 0 {
            state.leadLinesLeft -= 1
            return true
        }
        guard !state.hasEnded, trace.end?.matches(line, scratch: scratch) ?? false else { return false }
        state.hasEnded = true
        return true
    }
}
