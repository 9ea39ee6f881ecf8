/// A span in which an entity, or a path through several, was slow or full.
package struct CongestionWindow: Sendable, Hashable {
    /// What made it slow.
    package enum Kind: String, Sendable, Hashable {
        /// More came than could be served or carried.
        case congestion
        /// The same came, and took longer.
        case slowServer = "slow-server"
        /// The way there damaged or lost what it carried, whatever the load.
        case failingLink = "failing-link"
    }

    package let span: TimeSpan
    /// What the others wait for, or the only one.
    package let entity: String
    package let peer: String?
    /// All that share the path, sorted.
    package let entities: [String]
    /// The names of the series that take part, sorted.
    package let signals: [String]
    package let score: Double
    package let kind: Kind
    /// When it was worst.
    package let peak: Timestamp?
    /// Requests that failed, or that did not come as they usually do.
    package let lostRequests: Double
    package let load: LoadPeak?

    package init(
        span: TimeSpan, entity: String, peer: String?, entities: [String]? = nil, signals: [String], score: Double,
        kind: Kind = .congestion, peak: Timestamp? = nil, lostRequests: Double = 0, load: LoadPeak? = nil
    ) {
        (self.span, self.entity, self.peer) = (span, entity, peer)
        (self.entities, self.signals, self.score) = (entities ?? [entity], signals, score)
        (self.kind, self.peak, self.lostRequests, self.load) = (kind, peak, lostRequests, load)
    }
}

/// What the load did while an entity was slow.
package struct LoadPeak: Sendable, Hashable, Codable {
    package enum Order: String, Sendable, Hashable, Codable {
        /// Demand rose first: a spike of use.
        case demandFirst = "demand-first"
        /// Demand rose after latency did: retries.
        case latencyFirst = "latency-first"
    }

    /// `nil` when demand did not rise.
    package let order: Order?
    /// The series that rose most, and its part of the whole rise, 0...1.
    package let driver: String?
    package let driverShare: Double
    /// By what part, 0...1, the load would have to be less to stay below the knee, where latency begins to rise with it.
    package let excess: Double?
    /// The hours of the day (UTC) in which most of the slow samples of several days are.
    package let hours: [Int]
    /// Their days of the week, 1 for Monday to 7 for Sunday.
    package let weekdays: [Int]

    package init(
        order: Order?, driver: String?, driverShare: Double, excess: Double?, hours: [Int], weekdays: [Int]
    ) {
        (self.order, self.driver, self.driverShare) = (order, driver, driverShare)
        (self.excess, self.hours, self.weekdays) = (excess, hours, weekdays)
    }
}
