internal import Foundation

/// Says where a series varies more or less than it usually does, whatever its level.
///
/// The spread over a stretch is the standard deviation around its own mean, of values that are cut where they are far
/// from the usual, so that one wild sample does not make it. Its logarithm is compared with that of other stretches.
struct SpreadChange {
    /// How far the spread around each sample is from the usual one, in robust standard deviations, with its sign; `nil`
    /// where that cannot be told: of short series, and of those that mostly do not move.
    let deviations: [Double]?

    /// Fewer samples do not tell how much they vary.
    private static let leastWidth = 12
    /// The values are cut at so many usual spreads.
    private static let cut = 6.0
    /// A spread of less than this part of the usual is as good as none.
    private static let leastSpread = 0.05
    /// The logarithm of a spread that `width` independent samples tell varies by 0.7 of this over the root of `width` by
    /// chance alone, where they are normal; those of long tails vary by more, and so may what is usual itself.
    private static let chance = 1.0

    /// Takes how far the samples are from what was expected of them, and which of them tell what is usual.
    ///
    /// A stretch of `width` samples counts for its middle, or for its end where it `looksBack`.
    init(_ rests: [Double], reference isReference: [Bool], width: Int, looksBack: Bool = false) {
        let reference = zip(rests, isReference).filter(\.1).map(\.0)
        let center = RobustStatistics.median(reference)
        // 1.4826 makes the median absolute deviation a standard deviation.
        let usual = 1.4826 * RobustStatistics.median(reference.map { ($0 - center).magnitude })
        guard usual > 0, width >= Self.leastWidth, rests.count >= width else {
            deviations = nil
            return
        }
        let units = rests.map { max(-Self.cut, min(Self.cut, ($0 - center) / usual)) }
        let means = RobustStatistics.means(units, width: width)
        let squares = RobustStatistics.means(units.map { $0 * $0 }, width: width)
        let isWhole = RobustStatistics.means(isReference.map { $0 ? 1 : 0 }, width: width)
        // Neighbours share most of their samples: one in eight tells as much.
        let step = max(1, width / 8)
        let starts = stride(from: 0, to: means.count, by: step)
        let logarithms = starts.map {
            log(max(Self.leastSpread * Self.leastSpread, squares[$0] - means[$0] * means[$0])) / 2
        }
        let known = zip(starts, logarithms).filter { isWhole[$0.0] > 0.999 }.map(\.1)
        guard known.count * step >= 4 * width else {
            deviations = nil
            return
        }
        let typical = RobustStatistics.median(known)
        let spread = max(
            RobustStatistics.spread(ofDeviations: known.map { $0 - typical }), Self.chance / Double(width).squareRoot())
        var result = rests.map { _ in 0.0 }
        for (start, logarithm) in zip(starts, logarithms) {
            let first = start + (looksBack ? width - 1 : width / 2)
            for index in first..<min(first + step, rests.count) {
                result[index] = (logarithm - typical) / spread
            }
        }
        deviations = result
    }
}
