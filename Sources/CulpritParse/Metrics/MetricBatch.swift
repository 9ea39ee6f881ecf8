package import CulpritModel

/// The series of one source of metrics, and what was counted while it was read.
package struct MetricBatch: Sendable, Hashable {
    /// Sorted by key; samples in time order, one a moment, finite values only; counters are rates per second.
    package var series: [Series] = []
    /// All values that were read, with those that are not finite or have no time.
    package var sampleCount = 0
    /// The values that were left out because nothing says when they were taken.
    package var untimedSampleCount = 0
    package var malformedLineCount = 0
    package var lineCount = 0
    package var byteCount = 0

    package init() {}
}
