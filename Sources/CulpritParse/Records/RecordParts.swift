internal import CulpritRules

/// Where the parts of one match are.
///
/// Named properties, since a table by the part's number costs a call into another module for each access.
struct RecordParts {
    var time: Range<Int>?
    var uptime: Range<Int>?
    var host: Range<Int>?
    var service: Range<Int>?
    var pod: Range<Int>?
    var severity: Range<Int>?
    var message: Range<Int>?
    var priority: Range<Int>?
    var status: Range<Int>?
    var bytes: Range<Int>?
    var received: Range<Int>?
    var durationSeconds: Range<Int>?
    var durationMilliseconds: Range<Int>?
    var durationMicroseconds: Range<Int>?
    var durationNanoseconds: Range<Int>?
    var trace: Range<Int>?
    var peer: Range<Int>?
    var partial: Range<Int>?
    var client: Range<Int>?

    subscript(part: FormatDefinition.Part) -> Range<Int>? {
        get {
            switch part {
            case .time: time
            case .uptime: uptime
            case .host: host
            case .service: service
            case .pod: pod
            case .severity: severity
            case .message: message
            case .priority: priority
            case .status: status
            case .bytes: bytes
            case .received: received
            case .durationSeconds: durationSeconds
            case .durationMilliseconds: durationMilliseconds
            case .durationMicroseconds: durationMicroseconds
            case .durationNanoseconds: durationNanoseconds
            case .trace: trace
            case .peer: peer
            case .partial: partial
            case .client: client
            }
        }
        set {
            switch part {
            case .time: time = newValue
            case .uptime: uptime = newValue
            case .host: host = newValue
            case .service: service = newValue
            case .pod: pod = newValue
            case .severity: severity = newValue
            case .message: message = newValue
            case .priority: priority = newValue
            case .status: status = newValue
            case .bytes: bytes = newValue
            case .received: received = newValue
            case .durationSeconds: durationSeconds = newValue
            case .durationMilliseconds: durationMilliseconds = newValue
            case .durationMicroseconds: durationMicroseconds = newValue
            case .durationNanoseconds: durationNanoseconds = newValue
            case .trace: trace = newValue
            case .peer: peer = newValue
            case .partial: partial = newValue
            case .client: client = newValue
            }
        }
    }
}
