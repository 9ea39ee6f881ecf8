package import CulpritModel
package import CulpritScan

/// Which series a signal is, by the series' name and, where it says so, labels.
package struct SignalDefinition: Sendable {
    package let signal: Signal
    package let pattern: CompiledPattern
    /// What the labels must hold, written as `name="value"` and joined by commas; `nil` for any.
    package let labels: CompiledPattern?
    package let order: Double
    package let examples: [String]
    package let counterexamples: [String]
    package let place: Place
}
