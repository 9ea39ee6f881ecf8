package import CulpritModel

/// The series of one source of metrics, and what was counted while it was read.
package struct MetricBatch: Sendable, Hashable {
    /// Where a problem was met, and how often.
    package struct Trouble: Sendable, Hashable {
        package var count = 0
        /// The first line that had it, from 1 on.
        package let firstLine: Int
    }

    /// Sorted by key; samples in time order, one a moment, finite values only.
    package var series: [Series] = []
    /// All values that were read, with those that were left out.
    package var sampleCount = 0
    package var troubles: [MetricProblem: Trouble] = [:]
    package var lineCount = 0
    package var byteCount = 0

    package init() {}

    package func count(of problem: MetricProblem) -> Int { troubles[problem]?.count ?? 0 }

    /// The lines that nothing could be taken from.
    package var malformedLineCount: Int { troubles.reduce(0) { $0 + ($1.key.isMalformedLine ? $1.value.count : 0) } }

    /// What was wrong, in words: `3 × a value is no number (first in line 17)`.
    package var troubleText: String {
        troubles.sorted { $0.key < $1.key }.map { problem, trouble in
            "\(trouble.count) × \(problem.rawValue) (first in line \(trouble.firstLine))"
        }.joined(separator: "; ")
    }
}
