/// How far the clock of one machine is from another's, as requests that both logged tell.
package struct ClockOffset: Sendable, Hashable {
    /// The machine, or the pod where only that is known.
    package let host: String
    /// The one that it is held against: of all that share requests the one in the middle.
    package let reference: String
    /// How far it is ahead of the reference, in seconds; negative where it is behind.
    package let seconds: Double
    /// How much more or less it may be, in seconds; `nil` where requests tell only that it is so far off or farther.
    package let uncertaintySeconds: Double?
    /// How many requests tell it.
    package let requestCount: Int
    /// The times of its records were corrected by it.
    package var isApplied = false

    package init(
        host: String, reference: String, seconds: Double, uncertaintySeconds: Double?, requestCount: Int
    ) {
        (self.host, self.reference, self.seconds) = (host, reference, seconds)
        (self.uncertaintySeconds, self.requestCount) = (uncertaintySeconds, requestCount)
    }
}
