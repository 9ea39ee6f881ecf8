package import CulpritModel
package import CulpritScan

/// Which series a signal is, by the series' name.
package struct SignalDefinition: Sendable {
    package let signal: Signal
    package let pattern: CompiledPattern
    package let order: Double
    package let examples: [String]
    package let counterexamples: [String]
    package let place: Place
}
