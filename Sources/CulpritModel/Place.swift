/// Where something is: a file, and a line of it where that is known (1 is the first).
package struct Place: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let path: String
    package let line: Int?

    package init(_ path: String, line: Int? = nil) { (self.path, self.line) = (path, line) }

    package static func < (left: Place, right: Place) -> Bool {
        (left.path, left.line ?? 0) < (right.path, right.line ?? 0)
    }

    package var description: String { line.map { "\(path):\($0)" } ?? path }
}
