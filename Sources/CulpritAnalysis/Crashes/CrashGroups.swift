package import CulpritModel

/// Returns one group for each signature, the largest first and then by signature, whatever the order of `crashes`.
///
/// A group is new when none of its crashes is in the baseline; without a baseline nothing is known to be new.
package func groupCrashes(_ crashes: [Crash], baseline: TimeSpan?) -> [CrashGroup] {
    Dictionary(grouping: crashes, by: \.signature)
        .compactMap { signature, crashes in group(of: crashes, signature, baseline) }
        .sorted { $0.count != $1.count ? $0.count > $1.count : $0.signature < $1.signature }
}

private func group(of crashes: [Crash], _ signature: String, _ baseline: TimeSpan?) -> CrashGroup? {
    guard let sample = crashes.min(by: isBefore) else { return nil }
    let times = crashes.compactMap(\.time)
    let isKnown = baseline.map { span in times.contains { span.contains($0) || $0 < span.from } } ?? true
    return CrashGroup(
        signature: signature, title: sample.title, kind: sample.kind, language: sample.language, count: crashes.count,
        firstSeen: times.min(), lastSeen: times.max(), entities: Set(crashes.compactMap(\.entity)).sorted(),
        frames: sample.frames, isNew: !isKnown, sample: sample.location)
}

/// Orders by time, crashes without one last, and then by place and title, so that no two orders give another sample.
private func isBefore(_ left: Crash, _ right: Crash) -> Bool {
    let (leftTime, rightTime) = (left.time?.nanoseconds ?? .max, right.time?.nanoseconds ?? .max)
    if leftTime != rightTime { return leftTime < rightTime }
    if left.location != right.location {
        return left.location < right.location
            || !(right.location < left.location) && left.location.byte < right.location.byte
    }
    return left.title < right.title
}
