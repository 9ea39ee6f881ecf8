internal import Foundation

/// How likely chance alone is to make a difference as large as one that was seen.
enum ChanceTests {
    /// Counts a minute before and after something.
    struct Rates {
        let before: Double
        let after: Double
        /// That counts of one rate differ so far upwards, 0...1.
        let chance: Double
    }

    /// Holds the counts of two spans against each other; `nil` where one of them has fewer than three.
    ///
    /// Counts that vary more than Poisson's are given as much more room as they take (McCullagh and Nelder, Generalized
    /// Linear Models, §6.2).
    static func rates(before: [Double], after: [Double]) -> Rates? {
        guard before.count >= 3, after.count >= 3 else { return nil }
        let (first, second) = (Double(before.count), Double(after.count))
        let means = (before.reduce(0, +) / first, after.reduce(0, +) / second)
        let pooled = (before.reduce(0, +) + after.reduce(0, +)) / (first + second)
        guard pooled > 0 else { return Rates(before: 0, after: 0, chance: 1) }
        let dispersion = max(1, (rest(of: before, means.0) + rest(of: after, means.1)) / (first + second - 2))
        let error = (dispersion * pooled * (1 / first + 1 / second)).squareRoot()
        return Rates(before: means.0, after: means.1, chance: normalTail((means.1 - means.0) / error))
    }

    /// Pearson's measure of how far counts are from their mean.
    private static func rest(of counts: [Double], _ mean: Double) -> Double {
        guard mean > 0 else { return 0 }
        let squares = counts.map { ($0 - mean) * ($0 - mean) }
        return squares.reduce(0, +) / mean
    }

    /// That columns which are alike come out so different over the rows, 0...1; `rows` are all of the same width.
    ///
    /// M. Friedman, JASA 32 (1937): ranks within each row, so that what moves all columns together has no part in it.
    static func unlikeColumns(_ rows: [[Double]]) -> Double {
        guard let width = rows.first?.count, width > 1, rows.count > 1 else { return 1 }
        var sums = Array(repeating: 0.0, count: width)
        var ties = 0.0
        for row in rows {
            for (column, value) in row.enumerated() {
                let (below, equal) = (row.count { $0 < value }, row.count { $0 == value })
                sums[column] += Double(below) + Double(equal + 1) / 2
                ties += Double(equal * equal - 1)
            }
        }
        let (height, count) = (Double(rows.count), Double(width))
        let spread = sums.reduce(0) { $0 + pow($1 - height * (count + 1) / 2, 2) }
        let whole = height * count * (count + 1) - ties / (count - 1)
        return whole > 0 ? chiSquareTail(12 * spread / whole, degrees: count - 1) : 1
    }

    /// How unequal shares are, by the coefficient of Gini: 0 for all the same, near 1 for one that has all.
    static func gini(_ values: [Double]) -> Double {
        let (sorted, sum) = (values.sorted(), values.reduce(0, +))
        guard sum > 0 else { return 0 }
        let ranked = sorted.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element }
        let count = Double(values.count)
        return 2 * ranked / (count * sum) - (count + 1) / count
    }

    static func normalTail(_ deviation: Double) -> Double { 0.5 * erfc(deviation / 2.0.squareRoot()) }

    /// Good to a hundredth in the tail.
    ///
    /// E. B. Wilson and M. M. Hilferty, PNAS 17 (1931).
    private static func chiSquareTail(_ value: Double, degrees: Double) -> Double {
        guard value > 0 else { return 1 }
        let part = 2 / (9 * degrees)
        return normalTail((cbrt(value / degrees) - (1 - part)) / part.squareRoot())
    }
}
