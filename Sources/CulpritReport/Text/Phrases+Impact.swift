internal import CulpritModel

/// What users felt, in words.
extension Phrases {
    /// How many requests failed, of how many, and who says so.
    static func failed(_ impact: Impact) -> String {
        guard let requests = impact.requests else {
            return "cannot tell: no counter of answers by status and no access record was read"
        }
        let all = requests.total.map { " of \(count($0))" } ?? ""
        let noun = (requests.total ?? requests.failed) == 1 ? "request" : "requests"
        let by = ", by \(requests.countedBy)"
        if requests.failed == 0 { return "0\(all) \(noun)\(by)" }
        if requests.beyondUsual == 0 { return "\(count(requests.failed))\(all) \(noun), no more than usual\(by)" }
        return requests.total == nil
            ? "about \(count(requests.beyondUsual)) \(noun) more than usual\(by)"
            : "about \(count(requests.beyondUsual)) more than usual\(all) \(noun)\(by)"
    }

    /// How many requests were slow, of how many, and who says so.
    static func slow(_ impact: Impact) -> String {
        guard let slow = impact.slow else {
            return "cannot tell: how long requests took was not read of the incident and of normal time"
        }
        let limit = slow.limitSeconds.map { " (\(seconds($0)))" } ?? ""
        let how = "longer than 99 of 100 usually do\(limit), by \(slow.countedBy)"
        if slow.count == 0 { return "no more of \(count(slow.total)) than usual took \(how)" }
        return "about \(count(slow.count)) of \(count(slow.total)) took \(how)"
    }

    static func clients(_ impact: Impact) -> String {
        guard let clients = impact.failedClients else {
            return impact.requests?.failed == 0 ? "none" : "cannot tell: no access record names whose requests failed"
        }
        return "\(clients.isExact ? "" : "about ")\(count(clients.count, "client")) saw a failure"
    }

    /// How many entities were hit, and how many of them are machines.
    static func affected(_ impact: Impact) -> String {
        let hosts = impact.hostCount > 0 ? ", \(count(impact.hostCount, "host")) among them" : ""
        return entityCount(impact.entityCount) + (impact.hostCount == impact.entityCount ? ", all hosts" : hosts)
    }

    /// Those that were hit in one minute, in the order of the minutes.
    static func waves(_ impact: Impact) -> [(since: Timestamp, names: [String])] {
        var waves: [(since: Timestamp, names: [String])] = []
        for affected in impact.entities {
            let minute = affected.since.minuteStart
            if waves.last?.since == minute {
                waves[waves.count - 1].names.append(affected.entity)
            } else {
                waves.append((minute, [affected.entity]))
            }
        }
        return waves
    }

    /// The first waves in one line.
    static func blastRadius(_ impact: Impact, in period: TimeSpan?, limit: Int = 4) -> String {
        let waves = waves(impact)
        let first = waves.prefix(limit)
        let parts = first.map { "\(clock($0.since, in: period)) \(list($0.names, limit: 4))" }
        let rest = impact.entityCount - first.reduce(0) { $0 + $1.names.count }
        return parts.joined(separator: "; ") + (rest > 0 ? "; then \(count(rest)) more" : "")
    }

    /// Two digits of it, which is more than the buckets tell.
    static func seconds(_ seconds: Double) -> String {
        seconds < 0.01 ? "\(fixed(seconds * 1_000)) ms" : "\(fixed(seconds)) s"
    }

    static func entityCount(_ count: Int) -> String { count == 1 ? "1 entity" : "\(Self.count(count)) entities" }
}
