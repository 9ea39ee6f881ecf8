internal import Foundation

/// Standard output, where results go.
enum StandardOutput {
    /// Writes `text`; when the reader has gone, as `head` does, the program ends quietly.
    static func write(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            exit(0)
        }
    }

    /// Makes a closed pipe an error of `write` instead of the end by a signal.
    static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }

    static var isTerminal: Bool { isatty(1) == 1 }
    static var errorIsTerminal: Bool { isatty(2) == 1 }

    /// Colour only on a terminal, and never with `NO_COLOR` (no-color.org).
    static var takesColour: Bool {
        isTerminal && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    }
}
