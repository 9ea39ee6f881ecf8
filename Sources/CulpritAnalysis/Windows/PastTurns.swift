/// How long the turns so far lasted that a series took on its levels, and which length is usual.
struct PastTurns {
    /// The samples of the turns of each length.
    private var sampleCounts: [Int] = [0]
    private var sampleCount = 0
    /// The samples of turns that are as long as the usual one, or longer.
    private var longCount = 0
    /// The length in samples of the turn that half of the samples are in, or in longer ones: a median by weight, which
    /// many short turns beside a few long ones do not move.
    private(set) var usualLength = 0

    /// Adds a turn of `length` samples, one or more; n samples in turns take O(n) time in all but odd orders.
    mutating func add(_ length: Int) {
        if length >= sampleCounts.count {
            sampleCounts.append(contentsOf: repeatElement(0, count: length + 1 - sampleCounts.count))
        }
        sampleCounts[length] += length
        sampleCount += length
        if length >= usualLength { longCount += length }
        let half = sampleCount / 2
        while longCount < half {
            usualLength -= 1
            longCount += sampleCounts[usualLength]
        }
        while usualLength + 1 < sampleCounts.count, longCount - sampleCounts[usualLength] >= half {
            longCount -= sampleCounts[usualLength]
            usualLength += 1
        }
    }
}
