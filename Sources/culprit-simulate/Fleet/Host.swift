/// One machine of the service.
struct Host: Equatable {
    let name: String
    let group: Group
    let number: Int

    /// The hosts that do the same work; its name is the name of the service in `topology.csv`.
    enum Group: String, CaseIterable {
        case edge, chat, kafka, db, rtr
    }

    init(_ group: Group, _ number: Int) {
        (self.group, self.number) = (group, number)
        name = "\(group.rawValue)-\(number)"
    }

    /// The address in the network of the group.
    var address: String {
        switch group {
        case .rtr: "10.20.0.\(number)"
        case .edge: "10.20.1.\(10 + number)"
        case .chat: "10.20.2.\(10 + number)"
        case .kafka: "10.20.3.\(10 + number)"
        case .db: "10.20.4.\(10 + number)"
        }
    }

    /// The network interface that faces the other hosts.
    var interface: String { group == .rtr ? "enp3s0f1" : "eno1" }

    /// The seconds that the machine was up when the run begins; kernel lines count from there.
    var uptimeSeconds: Double { 1_000_000 + Double(number * 318_211 + group.rawValue.utf8.count * 97_117) }

    /// The programs that write a log here.
    var programs: [LogProgram] {
        switch group {
        case .edge: [.haproxy, .syslog]
        case .chat: [.chat, .syslog]
        case .kafka: [.kafka, .syslog]
        case .db: [.postgresql, .syslog]
        case .rtr: [.syslog]
        }
    }
}
