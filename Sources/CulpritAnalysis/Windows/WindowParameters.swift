/// How far from the usual a series must be, and for how long; one set serves every series.
package struct WindowParameters: Sendable, Hashable {
    /// The deviation, in robust standard deviations, at which a window is worth a report.
    package var threshold = 5.0
    /// Deviations are averaged over so many samples: a burst, and a slow drift.
    package var scales = [3, 24]
    /// How much the series varies is told over so many samples.
    package var spreadScale = 48
    /// The typical value is the median of this long before a sample.
    package var memorySeconds = 86_400.0
    /// With this much data, what is usual is the median of a day, and depends on the time of day or week.
    package var seasonalDays = 3.0
    /// The least spread, relative to the level of the series.
    package var spreadFloor = 0.02
    /// Anomalous samples as close as this part of the series belong to one window.
    package var joinedFraction = 0.02
    /// Samples that are only so many apart are joined too.
    package var joinedSampleCount = 10
    /// What is so many times as far from the usual as what was shortly before has a window of its own.
    package var strangerFactor = 3.0
    /// Each earlier window that was as far from the usual makes a later one less unusual by so much.
    package var habit = 0.1
    /// The same value so many times longer than it ever was before is a flat line.
    package var flatFactor = 10
    /// A gap is this many times longer than the usual step, and than nearly all others.
    package var gapFactor = 10.0
    /// Fewer samples say nothing about what is usual.
    package var leastReferenceCount = 8

    package init() {}
}
