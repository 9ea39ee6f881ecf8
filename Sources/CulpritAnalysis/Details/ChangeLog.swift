package import CulpritModel

/// What was changed, by time, and on what.
package struct ChangeLog: Sendable {
    private let rules: [String: Rule]
    /// In the order of time.
    let all: [Event]
    /// What each program was changed to, by time.
    private var versions: [Program: [(time: Timestamp, version: String)]] = [:]
    private var byName: [String: [Event]] = [:]

    /// A program on one machine, or wherever it runs.
    private struct Program: Hashable {
        let name: String
        let host: String?
    }

    /// A change and what came of it are no more than so far apart.
    static let reachSeconds = 3_600.0

    package init(_ events: EventIndex, rules: [String: Rule]) {
        self.rules = rules
        all = events.hits(of: rules, where: \.seesChange).filter { $0.time != nil }
            .sorted { ($0.time?.nanoseconds ?? 0, $0.location) < ($1.time?.nanoseconds ?? 0, $1.location) }
        for change in all {
            for name in Self.names(of: change, isRestart: isRestart(change)) {
                byName[name, default: []].append(change)
            }
            guard let version = change.captures.first(where: { $0.name == "version" })?.value, let time = change.time
            else { continue }
            for program in Self.programs(of: change) { versions[program, default: []].append((time, version)) }
        }
    }

    /// Returns the last change on what `crash` is of, within the hour before it; a restart only where there is no other.
    func last(before crash: Crash) -> Report.Moment? {
        guard let time = crash.time else { return nil }
        let reach = TimeSpan(
            from: time.advanced(bySeconds: -Self.reachSeconds), to: Timestamp(nanoseconds: time.nanoseconds &+ 1))
        let near = Self.names(of: crash).flatMap { byName[$0] ?? [] }.filter { $0.time.map(reach.contains) ?? false }
        let last = near.max { left, right in
            let (leftIsMore, rightIsMore) = (!isRestart(left), !isRestart(right))
            if leftIsMore != rightIsMore { return rightIsMore }
            return (left.time ?? .distantPast, left.location) < (right.time ?? .distantPast, right.location)
        }
        return last.flatMap(moment)
    }

    private func isRestart(_ change: Event) -> Bool { change.rule.flatMap { rules[$0]?.change } == "restart" }

    /// Returns the version that the last change of the program before `crash` brought, however long ago.
    func version(of crash: Crash) -> String? {
        guard let time = crash.time else { return nil }
        let known = Self.programs(of: crash).compactMap { program -> (time: Timestamp, version: String)? in
            let versions = versions[program] ?? []
            let next = versions.partitioningIndex { $0.time > time }
            return next > 0 ? versions[next - 1] : nil
        }
        return known.max { ($0.time, $0.version) < ($1.time, $1.version) }?.version
    }

    func moment(_ change: Event) -> Report.Moment? {
        guard let time = change.time, let rule = change.rule else { return nil }
        return Report.Moment(
            time: time, what: rules[rule]?.title ?? rule, entity: change.entity.name, location: change.location)
    }

    /// A change on one machine of a service is none on the others.
    ///
    /// Tools that roll out write elsewhere than what they roll out, which they name.
    private static func names(of change: Event, isRestart: Bool) -> Set<String> {
        var names: Set = [change.host ?? change.service ?? change.entity.name]
        if change.host == nil || change.entity.kind != .service { names.insert(change.entity.name) }
        // Who did not say where it crashed is told by its service.
        if let service = change.service { names.insert(anyHost + service) }
        return isRestart ? names : names.union(captured(by: change))
    }

    private static func names(of crash: Crash) -> Set<String> {
        let (host, service) = (crash.attribute("host"), crash.attribute("service") ?? crash.entity?.name)
        return Set(
            [crash.entity?.name, host, service, host == nil ? service.map { anyHost + $0 } : nil].compactMap(\.self))
    }

    /// Other programs of the same machine have other versions.
    private static func programs(of change: Event) -> Set<Program> {
        var programs = Set(captured(by: change).map { Program(name: $0, host: nil) })
        guard let service = change.service else { return programs }
        programs.insert(Program(name: service, host: change.host))
        programs.insert(Program(name: anyHost + service, host: nil))
        return programs
    }

    private static func programs(of crash: Crash) -> Set<Program> {
        let host = crash.attribute("host")
        let names = [crash.attribute("service"), crash.entity?.name].compactMap(\.self)
        return Set(
            names.flatMap { name in
                [
                    Program(name: name, host: host), Program(name: name, host: nil),
                    Program(name: host == nil ? anyHost + name : name, host: nil),
                ]
            })
    }

    /// What a tool names that rolls it out; images and releases are named with where they are kept.
    private static func captured(by change: Event) -> Set<String> {
        let values = change.captures.filter { ["what", "release", "target"].contains($0.name) }.map(\.value)
        return Set(values + values.compactMap { $0.split(separator: "/").last.map(String.init) })
    }

    /// Before a service: on whatever machine.
    private static let anyHost = "*\u{0}"
}
