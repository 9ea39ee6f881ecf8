internal import Foundation

/// A seeded generator of random numbers (Steele, Lea, Flood 2014) with the distributions drawn from here.
///
/// Each file and each series has its own, so that a change in one place leaves the bytes of the others alone.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A generator for one named part of the run of `seed`; the name is hashed with FNV-1a.
    init(seed: UInt64, part name: String) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        self.init(seed: seed &* 0x9e37_79b9_7f4a_7c15 ^ hash)
        _ = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Returns a number in 0..<1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Returns a whole number in `range`, all equally likely but for a bias below one in 2^40.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// Returns a number in `range`.
    mutating func number(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + fraction() * (range.upperBound - range.lowerBound)
    }

    /// Returns `true` with `probability`.
    mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

    /// Returns one of `choices`, which is not empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[whole(0...choices.count - 1)] }

    /// Returns a number of the normal distribution with mean 0 and deviation 1 (Box and Muller).
    mutating func normal() -> Double {
        (-2 * log(1 - fraction())).squareRoot() * cos(2 * .pi * fraction())
    }

    /// Returns a number whose logarithm is normal: `median` in the middle, a long tail to the right.
    mutating func logNormal(median: Double, sigma: Double) -> Double { median * exp(sigma * normal()) }

    /// Returns how many events happen where `mean` are expected; from 60 on by the normal approximation.
    mutating func poisson(_ mean: Double) -> Int {
        guard mean > 0 else { return 0 }
        guard mean < 60 else { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
        let limit = exp(-mean)
        var (count, product) = (0, fraction())
        while product > limit {
            count += 1
            product *= fraction()
        }
        return count
    }

    /// Returns `count` lower-case hexadecimal digits.
    mutating func hex(_ count: Int) -> String {
        var digits = ""
        while digits.utf8.count < count { digits += String(next() | 0x1000_0000_0000_0000, radix: 16) }
        return String(digits.prefix(count))
    }
}
