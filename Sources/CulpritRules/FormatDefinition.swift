package import CulpritModel
package import CulpritScan

/// How the records of one kind of log are recognised and taken apart.
package final class FormatDefinition: Sendable {
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
    package enum Part: UInt8, Sendable, CaseIterable {
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
        /// How much was sent.
        case bytes
        /// How much was received.
        case received
        case durationSeconds
        case durationMilliseconds
        case durationMicroseconds
        case durationNanoseconds
        case trace
        /// Whom the writer called.
        case peer
        /// `P` where the writer cut the line and goes on in the next record.
        case partial
        /// Who asked, where the record is of a request; it is a field too.
        case client

        /// Its name as a capture and as a key.
        package var name: String { Self.names[Int(rawValue)] }

        package init?(name: String) {
            guard let value = Self.names.firstIndex(of: name) else { return nil }
            self.init(rawValue: UInt8(value))
        }

        /// The names by raw value; asking the runtime for one takes microseconds.
        private static let names = allCases.map { part in
            switch part {
            case .durationSeconds: "duration_s"
            case .durationMilliseconds: "duration_ms"
            case .durationMicroseconds: "duration_us"
            case .durationNanoseconds: "duration_ns"
            default: String(describing: part)
            }
        }
    }

    package let id: String
    package let title: String
    package let kind: Kind
    /// Which program writes it, for records that do not say; `nil` for what many programs write.
    package let program: String?
    package let order: Double
    /// The message may itself be a record, whose time and severity win.
    package let isNested: Bool
    /// A message without a newline at its end goes on in the next record.
    package let endsWithNewline: Bool
    /// This format's own words for severities, in lower case.
    package let severityWords: [String: Severity]
    package let examples: [Example]
    package let place: Place
    /// `line`: the pattern of a record's first line.
    package let header: CompiledPattern?
    /// `line`: the part that each capture group is; `nil` for fields and unnamed groups.
    package let groupParts: [Part?]
    /// `json`, `logfmt`, `csv`: the keys that give a part, the first that is there wins; matched in any case.
    package let keys: [Part: [String]]
    /// What else keys of a part look like, for programs that name them in their own way; after `keys`.
    package let keyPatterns: [Part: [CompiledPattern]]
    /// `line`: finds the time in the lines behind the header, for records whose header has none.
    package let body: CompiledPattern?
    /// Keys without which a record is not of this format.
    package let requiredKeys: [String]
    /// How numbers for severities count.
    package let numericSeverity: NumericSeverity
    /// The captures or keys that tell apart the writers whose lines may be interleaved.
    package let writer: [String]
    /// An indented line goes on the record of its writer, as in a text, whatever that is.
    package let continuesIndented: Bool
    /// `line`: the groups of `writer`.
    package let writerGroups: [Int]

    /// Its records are lines of writers, which may hold records of their own.
    package var namesWriter: Bool { !writer.isEmpty }

    init(
        id: String, title: String, kind: Kind, program: String?, order: Double, isNested: Bool, endsWithNewline: Bool,
        severityWords: [String: Severity], examples: [Example], place: Place, header: CompiledPattern?,
        groupParts: [Part?], keys: [Part: [String]],
        keyPatterns: [Part: [CompiledPattern]], body: CompiledPattern?, requiredKeys: [String],
        numericSeverity: NumericSeverity, writer: [String],
        continuesIndented: Bool
    ) {
        self.id = id
        self.title = title
        self.kind = kind
        self.program = program
        self.order = order
        self.isNested = isNested
        self.endsWithNewline = endsWithNewline
        self.severityWords = severityWords
        self.examples = examples
        self.place = place
        self.header = header
        self.groupParts = groupParts
        self.keys = keys.mapValues { $0.map { $0.lowercased() } }
        self.keyPatterns = keyPatterns
        self.body = body
        self.requiredKeys = requiredKeys
        self.numericSeverity = numericSeverity
        self.writer = writer
        self.continuesIndented = continuesIndented
        writerGroups =
            header?.captureNames.indices.filter { group in
                header?.captureNames[group].map(writer.contains) ?? false
            } ?? []
    }

    /// How well `key` names `part`, 0 best; `nil` when it does not.
    package func preference(of key: String, for part: Part, scratch: MatchScratch) -> Int? {
        let name = key.lowercased()
        if let rank = keys[part]?.firstIndex(of: name) { return rank }
        let bytes = Array(name.utf8)
        let rank = keyPatterns[part]?.firstIndex { $0.matches(bytes.span, scratch: scratch) }
        return rank.map { $0 + (keys[part]?.count ?? 0) }
    }

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
