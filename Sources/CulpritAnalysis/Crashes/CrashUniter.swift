package import CulpritModel
internal import Foundation

/// Unites signatures of one case whose stacks are so alike that one bug was reached over different paths.
///
/// A frame counts half as much as the one that it called, and more the fewer bugs pass through it, as in
/// [TraceSim](https://doi.org/10.1145/3379597.3387488). Exact signatures are the names; a united bug keeps its oldest.
package struct CrashUniter: Sendable {
    /// By language; what it says of frames and causes.
    private let grammars: [String: CrashGrammar]
    private static let mostFrames = 16
    private static let depthFactor = 0.5
    /// On a scale where equal stacks have 1; stacks that part at the third frame are below.
    private static let leastSimilarity = 0.7
    /// Of one failure so many are compared with; what is beyond keeps its own signature.
    private static let mostLeaders = 100
    private static let never = Timestamp(nanoseconds: .max)

    package init(grammars: [CrashGrammar]) {
        self.grammars = Dictionary(grammars.map { ($0.id, $0) }) { first, _ in first }
    }

    private struct Stack {
        let crash: Crash
        /// Which stacks may be united: language and failure.
        let failure: [String]
        let frames: [String]
        /// What the signature took of the stack; where it is equal, the causes told the crashes apart.
        let decisive: ArraySlice<String>
        var weights: [String: Double] = [:]
    }

    /// Returns for each signature of `crashes` that of its bug, whatever their order.
    ///
    /// `earlier` says when a signature was seen before; the names of those stay.
    package func names(of crashes: [Crash], earlier: [String: Timestamp] = [:]) -> [String: String] {
        // By position: a crash loop leaves a million of them.
        var samples: [String: Int] = [:]
        for index in crashes.indices {
            if let known = samples[crashes[index].signature], !isBefore(crashes[index], crashes[known]) { continue }
            samples[crashes[index].signature] = index
        }
        var stacks = samples.values.compactMap { stack(of: crashes[$0]) }
        let frequencies = stacks.reduce(into: [String: Int]()) { counts, stack in
            for frame in Set(stack.frames) { counts[frame, default: 0] += 1 }
        }
        for index in stacks.indices {
            stacks[index].weights = Self.weights(of: stacks[index].frames, frequencies, stacks.count)
        }
        stacks.sort { left, right in
            let (leftTime, rightTime) = (earlier[left.crash.signature], earlier[right.crash.signature])
            if leftTime != rightTime { return (leftTime ?? Self.never) < (rightTime ?? Self.never) }
            if isBefore(left.crash, right.crash) { return true }
            return !isBefore(right.crash, left.crash) && left.crash.signature < right.crash.signature
        }
        var leaders: [[String]: [Stack]] = [:]
        var names: [String: String] = [:]
        for stack in stacks {
            let known = leaders[stack.failure] ?? []
            var best: (similarity: Double, name: String)?
            for leader in known where leader.decisive != stack.decisive {
                let similarity = Self.similarity(leader.weights, stack.weights)
                if similarity >= Self.leastSimilarity, similarity > best?.similarity ?? 0 {
                    best = (similarity, leader.crash.signature)
                }
            }
            names[stack.crash.signature] = best?.name ?? stack.crash.signature
            if best == nil, known.count < Self.mostLeaders { leaders[stack.failure, default: []].append(stack) }
        }
        return names
    }

    /// Returns `nil` where not the frames decide, but the title.
    private func stack(of crash: Crash) -> Stack? {
        guard let grammar = grammars[crash.language], grammar.depth > 0, !crash.frames.isEmpty else { return nil }
        let frames = crash.frames.prefix(Self.mostFrames).map(FrameName.comparable)
        let failure = grammar.framesDecide ? [crash.language] : [crash.language, crash.kind, Self.failure(crash.title)]
        return Stack(crash: crash, failure: failure, frames: frames, decisive: frames.prefix(grammar.depth))
    }

    /// The title without the frame that it ends with.
    private static func failure(_ title: String) -> String {
        guard let end = title.ranges(of: " in ").last?.lowerBound else { return title }
        return String(title[..<end])
    }

    private static func weights(of frames: [String], _ frequencies: [String: Int], _ count: Int) -> [String: Double] {
        var (weights, depthWeight) = ([String: Double](), 1.0)
        for frame in frames {
            let rarity = Double(count) / Double(frequencies[frame] ?? 1)
            if weights[frame] == nil { weights[frame] = depthWeight * log(1 + rarity) }
            depthWeight *= depthFactor
        }
        return weights
    }

    /// What two stacks have in common of what either has, 0...1.
    private static func similarity(_ left: [String: Double], _ right: [String: Double]) -> Double {
        // Sums in one order, so that they are the same in every run.
        var (common, whole) = (0.0, 0.0)
        for frame in Set(left.keys).union(right.keys).sorted() {
            let (one, other) = (left[frame] ?? 0, right[frame] ?? 0)
            (common, whole) = (common + min(one, other), whole + max(one, other))
        }
        return whole > 0 ? common / whole : 0
    }
}
