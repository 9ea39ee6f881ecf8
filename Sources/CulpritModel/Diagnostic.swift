/// A failure told so that the reader can act: what, where, why, and what to do.
package struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    package let what: String
    package let place: Place?
    package let reason: String?
    package let remedy: String?

    package init(_ what: String, at place: Place? = nil, because reason: String? = nil, try remedy: String? = nil) {
        (self.what, self.place, self.reason, self.remedy) = (what, place, reason, remedy)
    }

    package var description: String {
        let details = [place.map { "at: \($0)" }, reason.map { "why: \($0)" }, remedy.map { "try: \($0)" }]
        return ([what] + details.compactMap(\.self)).joined(separator: "\n  ")
    }
}

/// An error whose cases hold data and whose words are in one property.
package protocol DiagnosableError: Error, CustomStringConvertible {
    var diagnostic: Diagnostic { get }
}

extension DiagnosableError {
    package var description: String { diagnostic.description }
}
