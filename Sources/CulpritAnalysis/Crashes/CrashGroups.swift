package import CulpritModel

/// Puts crashes together by their signatures, and says what the crashes of each bug tell.
package struct CrashGrouper: Sendable {
    /// What the crashes are held against: the baseline, or the days before the period; without it nothing is known to be
    /// new.
    package var reference: TimeSpan?
    /// When each bug crashed last before anything that is given here, as the case remembers it.
    package var earlier: [String: Timestamp] = [:]
    /// Of all records.
    package var usual: [AttributeCount] = []
    /// What was changed, by time.
    package var changes = ChangeLog(EventIndex([]), rules: [:])

    private static let frameLimit = 10
    private static let versionLimit = 10
    /// How many days before the period are looked at without a baseline; the digest looks at as many.
    package static let referenceSeconds = 7.0 * 86_400

    package init(reference: TimeSpan?) { self.reference = reference }

    /// Returns one group for each signature, the largest first and then by signature, whatever the order of `crashes`.
    package func groups(of crashes: [Crash]) -> [CrashGroup] {
        let bySignature = Dictionary(grouping: crashes, by: \.signature)
        var groups = bySignature.compactMap { signature, crashes in group(of: crashes, signature) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.signature < $1.signature }
        let correlations = CrashCorrelations(usual: usual).correlations(
            of: groups.map { bySignature[$0.signature] ?? [] })
        for (index, found) in correlations.enumerated() { groups[index].details.correlations = found }
        return groups
    }

    private func group(of crashes: [Crash], _ signature: String) -> CrashGroup? {
        guard let sample = crashes.min(by: isBefore) else { return nil }
        let times = crashes.compactMap(\.time)
        var group = CrashGroup(
            signature: signature, title: sample.title, kind: sample.kind, language: sample.language,
            count: crashes.count(), firstSeen: times.min(), lastSeen: times.max(),
            entities: Set(crashes.compactMap(\.entity)).sorted(), frames: sample.frames,
            state: state(of: times + [earlier[signature]].compactMap(\.self)), sample: sample.location)
        group.details.versions = versions(of: crashes)
        group.details.frameShares = Self.frameShares(of: crashes)
        group.details.change = changes.last(before: sample)
        return group
    }

    private func state(of times: [Timestamp]) -> CrashGroup.State {
        guard let reference, !times.contains(where: reference.contains) else { return .known }
        return times.contains { $0 < reference.from } ? .returned : .new
    }

    /// What the records of the crashes say, or else what the last change before each of them said.
    private func versions(of crashes: [Crash]) -> [String] {
        var first: [String: Timestamp] = [:]
        for crash in crashes {
            guard let version = crash.attribute("version") ?? changes.version(of: crash) else { continue }
            let time = crash.time ?? Timestamp(nanoseconds: .max)
            first[version] = min(first[version] ?? time, time)
        }
        return first.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(Self.versionLimit).map(\.key)
    }

    /// Of frames that as many pass through the one that is nearer to the failure comes first.
    private static func frameShares(of crashes: [Crash]) -> [CrashGroup.FrameShare] {
        var passed: [String: (count: Int, depths: Int)] = [:]
        for crash in crashes {
            var seen: Set<String> = []
            for (depth, frame) in crash.frames.enumerated() where seen.insert(frame).inserted {
                let before = passed[frame] ?? (0, 0)
                passed[frame] = (before.count + crash.count, before.depths + depth * crash.count)
            }
        }
        let ordered = passed.sorted { left, right in
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            return (left.value.depths, left.key) < (right.value.depths, right.key)
        }
        return ordered.prefix(frameLimit).map { frame, passed in
            CrashGroup.FrameShare(frame: frame, share: Double(passed.count) / Double(crashes.count()))
        }
    }
}

extension Sequence<Crash> {
    /// How many crashes they stand for.
    func count() -> Int { reduce(0) { $0 + $1.count } }
}

extension Crash {
    /// Returns what the record that the crash begins in says, or `nil`.
    func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }
}

/// Orders by time, crashes without one last, and then by place and title, so that no two orders give another sample.
func isBefore(_ left: Crash, _ right: Crash) -> Bool {
    let (leftTime, rightTime) = (left.time?.nanoseconds ?? .max, right.time?.nanoseconds ?? .max)
    if leftTime != rightTime { return leftTime < rightTime }
    if left.location != right.location {
        return left.location < right.location
            || !(right.location < left.location) && left.location.byte < right.location.byte
    }
    return left.title < right.title
}
