internal import CulpritScan

/// The zones of times that name none: one for all sources, and others for sources whose paths match a pattern.
package struct SourceZones: Sendable {
    /// Seconds east of UTC.
    package private(set) var defaultOffsetSeconds = 0
    private var patterns: [(pattern: String, offsetSeconds: Int)] = []
    /// The arguments that it was made of.
    let arguments: [String]

    package init() { arguments = [] }

    /// Takes `+02:00` for all sources, and `web-*/*.log=+02:00` for some, of which the last that matches counts.
    ///
    /// - Throws: the first argument that is neither.
    package init(_ arguments: [String]) throws(InvalidZone) {
        self.arguments = arguments
        for argument in arguments {
            let separator = argument.lastIndex(of: "=")
            let zone = separator.map { String(argument[argument.index(after: $0)...]) } ?? argument
            guard let offset = TimeExpression.zoneOffset(zone) else { throw InvalidZone(argument: argument) }
            if let separator {
                patterns.append((String(argument[..<separator]), offset))
            } else {
                defaultOffsetSeconds = offset
            }
        }
    }

    package struct InvalidZone: Error {
        package let argument: String
    }

    /// Seconds east of UTC of times without a zone in the file at `path`.
    package func offsetSeconds(of path: String) -> Int {
        patterns.last { PathPattern.matches(path, $0.pattern) }?.offsetSeconds ?? defaultOffsetSeconds
    }
}
