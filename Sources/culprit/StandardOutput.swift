internal import Foundation

/// Standard output, where results go.
enum StandardOutput {
    /// Writes `text`; where that fails there is nothing left to do, so the program ends.
    ///
    /// When the reader has gone, as `head` does, it ends quietly.
    static func write(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            let cause = error.systemCause
            if cause.domain == NSPOSIXErrorDomain, cause.code == Int(EPIPE) { exit(0) }
            complain("error: \(OutputError.cannotWrite("standard output", why: cause.localizedDescription))")
            exit(1)
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

extension String {
    /// The text with a newline at its end, unless it is empty or has one; `\r\n`, one character to Swift, is one too.
    var endingInNewline: String { isEmpty || utf8.last == 0x0A ? self : self + "\n" }
}
