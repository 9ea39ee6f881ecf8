package import CulpritModel

/// A pattern that does not compile, or that gave up.
package enum PatternError: DiagnosableError, Equatable {
    /// `byte` is where PCRE2 stopped reading the pattern.
    case doesNotCompile(String, at: Place, byte: Int, why: String)

    package var diagnostic: Diagnostic {
        switch self {
        case .doesNotCompile(let source, let place, let byte, let why):
            Diagnostic(
                "Cannot compile the pattern '\(source)'.", at: place, because: "\(why), at byte \(byte) of the pattern",
                try: "Correct the pattern; 'culprit rules lint' checks it again.")
        }
    }
}
