internal import Foundation

/// How surely a share grew: the G statistic of two counts, 0 where it did not grow.
///
/// B. Woolf, The log likelihood ratio test, Annals of Human Genetics 21 (1957).
func likelihoodRatio(_ count: Int, of total: Int, _ countBefore: Int, of totalBefore: Int) -> Double {
    guard total > 0, totalBefore > 0, count * totalBefore > countBefore * total else { return 0 }
    func likelihood(_ count: Int, of total: Int, _ share: Double) -> Double {
        (count > 0 ? Double(count) * log(share) : 0)
            + (count < total ? Double(total - count) * log(1 - share) : 0)
    }
    let common = Double(count + countBefore) / Double(total + totalBefore)
    let apart =
        likelihood(count, of: total, Double(count) / Double(total))
        + likelihood(countBefore, of: totalBefore, Double(countBefore) / Double(totalBefore))
    let together =
        likelihood(count, of: total, common) + likelihood(countBefore, of: totalBefore, common)
    return 2 * (apart - together)
}
