internal import Foundation

/// Tests of what may be chance, and what remains of many tests.
enum Significance {
    /// The chance of at least `hits` in a sample of `size` where `usualHits` of `usualSize` others have it.
    ///
    /// R. A. Fisher's exact test of a table of four, one-sided: the upper tail of the hypergeometric distribution.
    static func fisher(hits: Int, of size: Int, usualHits: Int, of usualSize: Int) -> Double {
        let (total, successes) = (size + usualSize, hits + usualHits)
        let most = min(size, successes)
        guard hits > max(0, size + successes - total), size > 0 else { return 1 }
        var term = exp(
            logChoose(successes, hits) + logChoose(total - successes, size - hits) - logChoose(total, size))
        var sum = term
        for count in hits..<most {
            let next = Double(successes - count) * Double(size - count)
            term *= next / (Double(count + 1) * Double(total - successes - size + count + 1))
            sum += term
            if term < sum * 1e-16 { break }
        }
        return min(1, sum)
    }

    /// The chance of a value of Student's distribution farther from zero than `value`, on both sides.
    static func student(_ value: Double, degreesOfFreedom: Double) -> Double {
        guard degreesOfFreedom > 0, value.isFinite else { return value.isFinite ? 1 : 0 }
        let ratio = degreesOfFreedom / (degreesOfFreedom + value * value)
        return incompleteBeta(ratio, degreesOfFreedom / 2, 0.5)
    }

    /// For each of `chances` the share of false discoveries among it and all smaller ones.
    ///
    /// Y. Benjamini and Y. Hochberg, "Controlling the False Discovery Rate", J. R. Statist. Soc. B 57 (1995); it holds too
    /// where tests speak for each other (Benjamini and Yekutieli, Ann. Statist. 29, 2001), as those of one statement do.
    static func falseDiscoveryRates(_ chances: [Double]) -> [Double] {
        var rates = chances
        var least = 1.0
        let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
        for (rank, index) in order.enumerated().reversed() {
            least = min(least, chances[index] * Double(chances.count) / Double(rank + 1))
            rates[index] = least
        }
        return rates
    }

    private static func logChoose(_ count: Int, _ chosen: Int) -> Double {
        logGamma(Double(count) + 1) - logGamma(Double(chosen) + 1) - logGamma(Double(count - chosen) + 1)
    }

    /// Stirling's series behind a shift to where it is exact to 1e-12 (Abramowitz and Stegun, 6.1.41).
    private static func logGamma(_ value: Double) -> Double {
        var (value, product) = (value, 1.0)
        while value < 16 {
            product *= value
            value += 1
        }
        let square = value * value
        let series = (1 / 12.0 - (1 / 360.0 - (1 / 1_260.0 - 1 / (1_680 * square)) / square) / square) / value
        return (value - 0.5) * log(value) - value + 0.918_938_533_204_672_7 + series - log(product)
    }

    /// The regularised incomplete beta function, by its continued fraction.
    ///
    /// Abramowitz and Stegun, 26.5.8, evaluated as by W. J. Lentz, Applied Optics 15 (1976).
    private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        if x <= 0 || x >= 1 { return x <= 0 ? 0 : 1 }
        if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
        let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(1 - x)) / a
        let tiny = 1e-300
        let bounded = { (value: Double) in abs(value) < tiny ? tiny : value }
        var numerator = 1.0
        var denominator = 1 / bounded(1 - (a + b) * x / (a + 1))
        var fraction = denominator
        for step in 1...500 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            denominator = 1 / bounded(1 + even * denominator)
            numerator = bounded(1 + even / numerator)
            fraction *= denominator * numerator
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            denominator = 1 / bounded(1 + odd * denominator)
            numerator = bounded(1 + odd / numerator)
            let change = denominator * numerator
            fraction *= change
            if abs(change - 1) < 1e-12 { break }
        }
        return min(1, front * fraction)
    }
}
