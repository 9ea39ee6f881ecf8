package import CulpritModel

/// Returns the windows of a series by the minute with the ends that the same series by tens of seconds tells, and those
/// that only the latter has.
///
/// Minutes see a small change that lasts, tens of seconds when a large one came and went, and what is short. `samples` are
/// those by tens of seconds.
package func refined(_ windows: [Window], by fine: [Window], of samples: [Sample]) -> [Window] {
    let fine = fine.filter { $0.score >= 0.5 && $0.direction != .gap }.map { trimmed($0, to: samples) }
    let refined = windows.map { window in
        let parts = fine.filter { window.direction == $0.direction && window.span.overlaps($0.span) }
        guard let from = parts.map(\.span.from).min(), let to = parts.map(\.span.to).max() else { return window }
        return window.with(
            span: TimeSpan(from: nearest(from, window.span.from), to: nearest(to, window.span.to)))
    }
    let others = fine.filter { part in !windows.contains { $0.span.overlaps(part.span) } }
    return (refined + others).sorted { ($0.span, $0.direction.rawValue) < ($1.span, $1.direction.rawValue) }
}

/// The window without the samples at its ends that only a mean with their neighbours made unusual.
private func trimmed(_ window: Window, to samples: [Sample]) -> Window {
    let least = WindowShape.leastPart * (window.peak - window.expected).magnitude
    let far = samples.filter {
        window.span.contains($0.time) && ($0.value - window.expected).magnitude >= least
    }
    guard let first = far.first?.time, let last = far.last?.time else { return window }
    let end = Timestamp(nanoseconds: last.nanoseconds + LogStep.tenSeconds.nanoseconds)
    return window.with(span: TimeSpan(from: first, to: end))
}

/// The fine end where it is of the minute of the coarse one or of one beside it: farther off it is one of a part.
private func nearest(_ fine: Timestamp, _ coarse: Timestamp) -> Timestamp {
    fine.seconds(since: coarse).magnitude < 60 ? fine : coarse
}
