internal import Foundation
package import CulpritModel

/// Counts the records of each template by minute, and finds those of which a period has more or less than the baseline.
///
/// Each template is tested by the quasi-likelihood ratio of two Poisson rates (P. McCullagh and J. A. Nelder, "Generalized
/// Linear Models", 1989, §9.2): minutes are the sample, and how much they vary is estimated as if nothing had shifted, so
/// that a burst, which is one minute, proves nothing, however many records it has.
package struct TemplateMinutes {
    /// What is known of one template.
    private struct Totals {
        let template: Int64
        var period = 0
        var baseline = 0
        /// The sum of the squares of the minutes' counts.
        var squares = 0.0
        /// When the logs that have it were written.
        var observed: TimeSpan
    }

    /// A template whose rate differs.
    package struct Shift: Sendable, Hashable {
        package let template: Int64
        package let kind: TemplateShift.Kind
        /// In the period.
        package let count: Int
        /// A minute.
        package let rate: Double
        package let usualRate: Double
        package internal(set) var falseDiscoveryRate: Double
        /// The quasi-likelihood ratio, for the order of those that are all but certain.
        let ratio: Double
    }

    /// Fewer records prove nothing that anybody would act on.
    private static let leastCount = 5
    /// Of fewer minutes it is not known what is usual.
    private static let leastBaselineMinutes = 10
    private static let leastChange = 2.0
    private static let mostFalse = 0.01

    private let period: TimeSpan
    private let baseline: TimeSpan
    private let origin: Int64
    private var templates = NumberTable()
    private var totals: [Totals] = []
    private var minutes = NumberTable()
    private var counts: [Int] = []
    private var keys: [UInt64] = []

    /// Of `baseline` the minutes count that are not in `period`.
    package init(period: TimeSpan, baseline: TimeSpan) {
        self.period = TimeSpan(from: period.from.minuteStart, to: period.to)
        self.baseline = TimeSpan(from: baseline.from.minuteStart, to: baseline.to)
        origin = min(self.period.from, self.baseline.from).nanoseconds
    }

    /// Counts records of a log that was written during `observed`; in any order.
    package mutating func add(_ count: Int, of template: Int64, at minute: Timestamp, observed: TimeSpan) {
        guard period.contains(minute) || baseline.contains(minute) else { return }
        let number = templates.index(of: UInt64(bitPattern: template))
        if number == totals.count { totals.append(Totals(template: template, observed: observed)) }
        let known = totals[number].observed
        if observed.from < known.from || observed.to > known.to { totals[number].observed = known.union(observed) }
        let index = UInt64((minute.nanoseconds - origin) / Timestamp.nanosecondsPerMinute)
        let key = UInt64(number) << 32 | index
        let place = minutes.index(of: key)
        if place == counts.count {
            counts.append(0)
            keys.append(key)
        }
        counts[place] += count
    }

    /// Returns the templates that shifted, the most certain first.
    package func shifts() -> [Shift] {
        var totals = totals
        for (key, count) in zip(keys, counts) {
            let number = Int(key >> 32)
            let minute = Timestamp(
                nanoseconds: origin + Int64(key & 0xFFFF_FFFF) * Timestamp.nanosecondsPerMinute)
            if period.contains(minute) { totals[number].period += count } else { totals[number].baseline += count }
            totals[number].squares += Double(count) * Double(count)
        }
        // The numbers of templates are those of the order in which they came.
        totals.sort { $0.template < $1.template }
        let tested = totals.compactMap(tested)
        let rates = Significance.falseDiscoveryRates(tested.map(\.chance))
        return zip(tested, rates).filter { $1 <= Self.mostFalse && $0.isLarge }.map { tested, rate in
            var shift = tested.shift
            shift.falseDiscoveryRate = rate
            return shift
        }.sorted { left, right in
            (left.falseDiscoveryRate, right.ratio, left.template) < (
                right.falseDiscoveryRate, left.ratio, right.template
            )
        }
    }

    private func tested(_ totals: Totals) -> (shift: Shift, chance: Double, isLarge: Bool)? {
        let (here, usual) = minuteCounts(observed: totals.observed)
        let count = totals.period + totals.baseline
        guard count >= Self.leastCount, here > 0, usual >= Double(Self.leastBaselineMinutes) else { return nil }
        let all = here + usual
        let mean = Double(count) / all
        let rate = Double(totals.period) / here
        let usualRate = Double(totals.baseline) / usual
        let spread = max(1, (totals.squares - all * mean * mean) / mean / (all - 1))
        let deviance =
            2 * (Self.term(Double(totals.period), rate / mean) + Self.term(Double(totals.baseline), usualRate / mean))
        let ratio = max(0, deviance / spread)
        let kind: TemplateShift.Kind = totals.baseline == 0 ? .new : totals.period == 0 ? .vanished : .shifted
        let change = max(rate, usualRate) / min(rate, usualRate)
        return (
            Shift(
                template: totals.template, kind: kind, count: totals.period, rate: rate, usualRate: usualRate,
                falseDiscoveryRate: 1, ratio: ratio),
            Significance.student(ratio.squareRoot(), degreesOfFreedom: all - 1), change >= Self.leastChange
        )
    }

    private static func term(_ count: Double, _ ratio: Double) -> Double { count > 0 ? count * log(ratio) : 0 }

    /// The minutes of the period, and those of the baseline beside it, in which a log was written.
    private func minuteCounts(observed: TimeSpan) -> (period: Double, baseline: Double) {
        let here = Self.common(period, observed)
        let both = Self.common(period, baseline).flatMap { Self.common($0, observed) }
        let usual = Self.minuteCount(Self.common(baseline, observed)) - Self.minuteCount(both)
        return (Self.minuteCount(here), usual)
    }

    private static func common(_ left: TimeSpan, _ right: TimeSpan) -> TimeSpan? {
        left.overlaps(right) ? TimeSpan(from: max(left.from, right.from), to: min(left.to, right.to)) : nil
    }

    private static func minuteCount(_ span: TimeSpan?) -> Double {
        guard let span else { return 0 }
        return (span.to.seconds(since: span.from.minuteStart) / 60).rounded(.up)
    }
}
