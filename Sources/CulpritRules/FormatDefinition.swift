package import CulpritModel
package import CulpritScan

/// How the records of one kind of log are recognised and taken apart.
package struct FormatDefinition: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case line
        case json
        case logfmt
        case csv
    }

    package struct Example: Sendable, Hashable {
        package let line: String
        package let time: String?
        package let host: String?
        package let service: String?
        package let pod: String?
        package let trace: String?
        package let severity: String?
        package let message: String?
        package let place: Place
    }

    /// The parts of a record that have a meaning; everything else is a field.
    package enum Part: String, Sendable, CaseIterable {
        case time
        /// Seconds since the machine booted.
        case uptime
        case host
        case service
        case pod
        case severity
        case message
        case priority
        case status
        case bytes
        case durationSeconds = "duration_s"
        case durationMilliseconds = "duration_ms"
        case durationMicroseconds = "duration_us"
        case trace
        case peer
    }

    package let id: String
    package let title: String
    package let kind: Kind
    package let order: Double
    /// The message may itself be a record, whose time and severity win.
    package let isNested: Bool
    /// This format's own words for severities, in lower case.
    package let severityWords: [String: Severity]
    package let examples: [Example]
    package let place: Place
    /// `line`: the pattern of a record's first line.
    package let header: CompiledPattern?
    /// `line`: the part that each capture group is; `nil` for fields and unnamed groups.
    package let groupParts: [Part?]
    /// `json`, `logfmt`, `csv`: the keys that give a part, the first that is there wins.
    package let keys: [Part: [String]]
    /// Keys without which a record is not of this format.
    package let requiredKeys: [String]
    /// How numbers for severities count.
    package let numericSeverity: NumericSeverity

    package enum NumericSeverity: String, Sendable, CaseIterable {
        /// RFC 5424: 0 emergency … 7 debug.
        case syslog
        /// bunyan and pino: 10 trace … 60 fatal.
        case bunyan

        package func severity(_ number: Int) -> Severity? {
            switch self {
            case .syslog: Self.syslogSeverities.indices.contains(number) ? Self.syslogSeverities[number] : nil
            case .bunyan:
                switch number {
                case 10..<20: .trace
                case 20..<30: .debug
                case 30..<40: .info
                case 40..<50: .warning
                case 50..<60: .error
                case 60...: .fatal
                default: nil
                }
            }
        }

        private static let syslogSeverities: [Severity] = [
            .fatal, .critical, .critical, .error, .warning, .notice, .info, .debug,
        ]
    }
}
