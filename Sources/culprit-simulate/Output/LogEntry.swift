internal import CulpritModel

/// One record of a log as it is written, with continuation lines but without the last newline.
struct LogEntry {
    let time: Timestamp
    let text: String
}

/// A record that happens once, at a known place.
struct PlacedEntry {
    let host: Host
    let program: LogProgram
    let entry: LogEntry
}
