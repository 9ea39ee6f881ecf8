internal import CulpritModel

/// Which label or column names the entity that a series is about.
enum MetricEntity {
    /// The names of labels and columns, without case, `_`, `-` and spaces; those before win over those behind.
    private static let kinds: [(name: String, kind: Entity.Kind)] = [
        ("podname", .pod), ("pod", .pod), ("kubernetespodname", .pod), ("k8spodname", .pod), ("servicename", .service),
        ("service", .service), ("instance", .host), ("hostname", .host), ("host", .host), ("nodename", .host),
        ("node", .host), ("server", .host), ("k8snodename", .host), ("instanceid", .host),
        ("dbinstanceidentifier", .service), ("loadbalancer", .service), ("functionname", .service),
        ("queuename", .service), ("device", .device), ("job", .service), ("app", .service), ("name", .service),
    ]
    private static let callers = ["caller", "source", "sourceservice", "sourceworkload", "client"]
    private static let callees = ["callee", "destination", "destinationservice", "destinationworkload", "server"]

    /// Returns how early `name` is asked for an entity, the smallest first, and the kind of that entity.
    static func rank(of name: String) -> (rank: Int, kind: Entity.Kind)? {
        let plain = plain(name)
        return kinds.firstIndex { $0.name == plain }.map { ($0, kinds[$0].kind) }
    }

    /// Takes the entity, and the peer if there are both ends of a call, out of `labels`; tells which label named it alone.
    static func take(
        from labels: inout [(name: String, value: String)]
    ) -> (entity: Entity, peer: String?, label: String?)? {
        labels.removeAll { $0.value.isEmpty }
        let caller = labels.firstIndex { callers.contains(plain($0.name)) }
        let callee = labels.firstIndex { callees.contains(plain($0.name)) }
        if let caller, let callee {
            let (entity, peer) = (Entity(labels[caller].value, .service), labels[callee].value)
            for index in [caller, callee].sorted(by: >) { labels.remove(at: index) }
            return (entity, peer, nil)
        }
        var best: (index: Int, rank: Int, kind: Entity.Kind)?
        for (index, label) in labels.enumerated() {
            guard let (rank, kind) = rank(of: label.name), rank < best?.rank ?? .max else { continue }
            best = (index, rank, kind)
        }
        guard let best else { return nil }
        let label = labels.remove(at: best.index)
        return (Entity(best.kind == .host ? withoutPort(label.value) : label.value, best.kind), nil, label.name)
    }

    /// The labels as `name="value"`, sorted and joined with commas.
    static func text(of labels: [(name: String, value: String)]) -> String {
        labels.map { "\($0.name)=\"\($0.value)\"" }.sorted().joined(separator: ",")
    }

    /// The last component of `source`, without the extensions of compression and format, stands in for an entity.
    static func baseName(of source: String) -> String {
        var name = source[...]
        if let separator = name.lastIndex(where: { $0 == "/" || $0 == "!" }) {
            name = name[name.index(after: separator)...]
        }
        let compressions = ["zst", "zstd", "gz", "xz", "bz2", "lz4", "zip"]
        while let dot = name.lastIndex(of: "."), dot > name.startIndex {
            let suffix = name[name.index(after: dot)...].lowercased()
            name = name[..<dot]
            guard compressions.contains(suffix) else { break }
        }
        return String(name)
    }

    /// Returns `name` in lowercase without what separates its words.
    static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func withoutPort(_ address: String) -> String {
        guard let colon = address.lastIndex(of: ":"), colon > address.startIndex,
            address[address.index(after: colon)...].allSatisfy(\.isNumber)
        else { return address }
        // An IPv6 address has more colons and its port only behind brackets.
        let host = address[..<colon]
        return host.contains(":") && !host.hasSuffix("]") ? address : String(host)
    }
}
