/// What users felt, as far as series and access records tell.
package struct Impact: Sendable, Hashable, Codable {
    package struct Affected: Sendable, Hashable, Codable {
        package let entity: String
        package let since: Timestamp

        package init(entity: String, since: Timestamp) { (self.entity, self.since) = (entity, since) }
    }

    /// Requests while users felt it, by the one place that counted them which speaks for all.
    package struct Requests: Sendable, Hashable, Codable {
        /// Answered with a status of 5xx.
        package let failed: Int
        /// About so many of them failed beyond what is usual, in two digits.
        package let beyondUsual: Int
        /// All that were answered; `nil` where only failures are counted.
        package let total: Int?
        /// The counter, or whose access records.
        package let countedBy: String

        package init(failed: Int, beyondUsual: Int, total: Int?, countedBy: String) {
            (self.failed, self.beyondUsual, self.total, self.countedBy) = (failed, beyondUsual, total, countedBy)
        }
    }

    /// Requests that did not fail but took longer than 99 of 100 at other times.
    package struct Slow: Sendable, Hashable, Codable {
        /// About so many beyond the one of 100 that usually does, in two digits.
        package let count: Int
        /// How long the 99 take at other times; `nil` where it differs from series to series.
        package let limitSeconds: Double?
        package let total: Int
        package let countedBy: String

        package init(count: Int, limitSeconds: Double?, total: Int, countedBy: String) {
            (self.count, self.limitSeconds, self.total, self.countedBy) = (count, limitSeconds, total, countedBy)
        }
    }

    /// Different clients that saw a failure.
    package struct Clients: Sendable, Hashable, Codable {
        package let count: Int
        /// Else it is right to a few hundredths.
        package let isExact: Bool

        package init(count: Int, isExact: Bool) { (self.count, self.isExact) = (count, isExact) }
    }

    /// From the first to the last window of what users feel.
    package var span: TimeSpan?
    /// `nil` where neither a counter of answers by status nor an access record tells.
    package var requests: Requests?
    /// `nil` where no latency of requests was measured in the time and beside it.
    package var slow: Slow?
    /// `nil` where no access record names a client whose request failed.
    package var failedClients: Clients?
    /// The first ones, in the order in which they were hit.
    package var entities: [Affected] = []
    /// All of them.
    package var entityCount = 0
    /// Those of them that are machines or pods.
    package var hostCount = 0

    package init(span: TimeSpan?) { self.span = span }
}
