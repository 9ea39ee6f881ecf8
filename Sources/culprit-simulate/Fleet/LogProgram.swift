/// A program that writes a log file of its own.
enum LogProgram: String {
    case haproxy, chat, kafka, postgresql, syslog

    /// The name of the file in the folder of its host, without '.zst'.
    var fileName: String {
        switch self {
        case .haproxy: "haproxy.log"
        case .chat: "chat.log"
        case .kafka: "server.log"
        case .postgresql: "postgresql.log"
        case .syslog: "syslog"
        }
    }
}
