internal import Benchmark
internal import CulpritScan

/// Everything that is measured, in the order in which a line goes through the program.
let benchmarks: @Sendable () -> Void = {
    Caches.useOwnFolder()
    // Set once, before anything runs.
    unsafe Benchmark.defaultConfiguration = Measurement.configuration
    Stage.decompression.register()
    Stage.lines.register()
    for kind in LogKind.allCases { Stage.records(kind).register() }
    Stage.parsedTimes.register()
    Stage.recalledTimes.register()
    Stage.rules.register()
    Stage.templates.register()
    Stage.metrics.register()
    Stage.storing.register()
    for kind in LogKind.allCases { Stage.investigation(kind).register() }
    Outage.registerInvestigation()
    Outage.registerDiagnosis()
}
