package import CulpritModel

/// What libzstd refused, in its own words.
package enum ZstdError: DiagnosableError, Equatable {
    case cannotCompress(why: String)

    package var diagnostic: Diagnostic {
        switch self {
        case .cannotCompress(let why): Diagnostic("Cannot compress with zstd.", because: why)
        }
    }
}
