/// How far the clock of one machine is from another's, as requests and connections that both logged tell.
package struct ClockOffset: Sendable, Hashable {
    /// The machine, or the pod where only that is known.
    package let host: String
    /// The one that it is held against: of all that share requests the one in the middle.
    package let reference: String
    /// How far it is ahead of the reference, in seconds; negative where it is behind.
    package let seconds: Double
    /// How it gets farther; `nil` where its distance stays the same.
    package var drift: Drift?
    /// How much more or less it may be, in seconds; `nil` where requests tell only that it is so far off or farther.
    package let uncertaintySeconds: Double?
    /// How many requests, or connections, tell it.
    package let requestCount: Int
    /// The times of its records were corrected by it.
    package var isApplied = false

    package init(
        host: String, reference: String, seconds: Double, uncertaintySeconds: Double?, requestCount: Int
    ) {
        (self.host, self.reference, self.seconds) = (host, reference, seconds)
        (self.uncertaintySeconds, self.requestCount) = (uncertaintySeconds, requestCount)
    }

    /// A distance that grows evenly.
    package struct Drift: Sendable, Hashable {
        /// How many seconds the clock gains in a second; negative where it loses them.
        package let rate: Double
        /// When it was so far off as `seconds` says.
        package let at: Timestamp

        package init(rate: Double, at: Timestamp) { (self.rate, self.at) = (rate, at) }
    }

    /// How far it is ahead at `time`, in nanoseconds.
    package func nanoseconds(at time: Timestamp) -> Int64 {
        let drifted = drift.map { $0.rate * time.seconds(since: $0.at) } ?? 0
        return Int64(((seconds + drifted) * 1e9).rounded())
    }
}
