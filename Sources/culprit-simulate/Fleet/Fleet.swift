/// The machines of the simulated chat service and who calls whom.
enum Fleet {
    static let hosts: [Host] =
        hosts(.edge, 3) + hosts(.chat, 6) + hosts(.kafka, 3) + hosts(.db, 2) + hosts(.rtr, 2)

    /// The calls between services, as `topology.csv` holds them.
    static let calls: [(caller: Host.Group, callee: Host.Group)] = [(.edge, .chat), (.chat, .kafka), (.chat, .db)]

    /// Returns the hosts of one group.
    static func hosts(in group: Host.Group) -> [Host] { hosts.filter { $0.group == group } }

    private static func hosts(_ group: Host.Group, _ count: Int) -> [Host] { (1...count).map { Host(group, $0) } }
}
