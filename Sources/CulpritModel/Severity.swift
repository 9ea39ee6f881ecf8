/// How bad a record says it is, in the order of syslog (RFC 5424 §6.2.1) with `trace` and `fatal` added at the ends.
package enum Severity: UInt8, Sendable, Hashable, Comparable, CaseIterable {
    case trace
    case debug
    case info
    case notice
    case warning
    case error
    case critical
    case fatal

    package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }

    /// Something failed.
    package var isFailure: Bool { rawValue >= Self.error.rawValue }

    package var name: String { Self.names[Int(rawValue)] }

    package init?(name: String) {
        guard let value = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: UInt8(value))
    }

    /// The names by raw value; asking the runtime for one takes microseconds.
    private static let names = allCases.map { String(describing: $0) }
}
