package import CulpritModel

/// What was changed, by time, and on what.
package struct ChangeLog: Sendable {
    private let rules: [String: Rule]
    let changes: [Event]
    /// What each name was changed to, by time.
    private var versions: [String: [(time: Timestamp, version: String)]] = [:]
    private var byName: [String: [Event]] = [:]

    /// A change and what came of it are no more than so far apart.
    static let reachSeconds = 3_600.0

    package init(_ events: [Event], rules: [String: Rule]) {
        self.rules = rules
        changes = events.filter { event in event.rule.flatMap { rules[$0]?.seesChange } ?? false && event.time != nil }
            .sorted { ($0.time?.nanoseconds ?? 0, $0.location) < ($1.time?.nanoseconds ?? 0, $1.location) }
        for change in changes {
            let version = change.captures.first { $0.name == "version" }?.value
            for name in Self.names(of: change) {
                byName[name, default: []].append(change)
                if let version, let time = change.time { versions[name, default: []].append((time, version)) }
            }
        }
    }

    /// Returns the last change on what `crash` is of, within the hour before it.
    func last(before crash: Crash) -> Report.Moment? {
        guard let time = crash.time else { return nil }
        let candidates = Self.names(of: crash).compactMap { name in
            byName[name]?.last { ($0.time ?? .distantPast) <= time }
        }
        let last = candidates.max { ($0.time ?? .distantPast, $0.location) < ($1.time ?? .distantPast, $1.location) }
        guard let last, let changed = last.time, time.seconds(since: changed) <= Self.reachSeconds else { return nil }
        return moment(last)
    }

    /// Returns the version that the last change before `crash` brought, however long ago.
    func version(of crash: Crash) -> String? {
        guard let time = crash.time else { return nil }
        return Self.names(of: crash).compactMap { versions[$0]?.last { $0.time <= time } }
            .max { ($0.time, $0.version) < ($1.time, $1.version) }?.version
    }

    func moment(_ change: Event) -> Report.Moment? {
        guard let time = change.time, let rule = change.rule else { return nil }
        return Report.Moment(
            time: time, what: rules[rule]?.title ?? rule, entity: change.entity.name, location: change.location)
    }

    /// Tools that roll out write elsewhere than what they roll out, which they name.
    private static func names(of change: Event) -> Set<String> {
        var names = Set([change.entity.name, change.host, change.service].compactMap(\.self))
        for capture in change.captures where ["what", "release", "target"].contains(capture.name) {
            names.insert(capture.value)
        }
        return names
    }

    private static func names(of crash: Crash) -> Set<String> {
        Set([crash.entity?.name, crash.attribute("host"), crash.attribute("service")].compactMap(\.self))
    }
}
