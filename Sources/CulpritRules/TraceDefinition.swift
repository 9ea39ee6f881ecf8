package import CulpritScan

/// How the lines of a stack trace or report that no header begins are told to be one record.
package struct TraceDefinition: Sendable {
    package let id: String
    /// Matches the first line.
    package let start: CompiledPattern
    /// Matches the lines that follow.
    package let line: CompiledPattern
    /// Matches the last line, where one that is no frame ends the trace.
    package let end: CompiledPattern?
    /// So many lines of any kind may stand between the first line and the first frame.
    package let leadLineCount: Int
}
