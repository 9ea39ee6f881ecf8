internal import CulpritModel
internal import CulpritScan
internal import GRDB

/// Series that logs give by tens of seconds.
extension CaseLoad {
    /// Adds the series, or forgets all of the case where `step` is the minute: its logs span more than they did.
    mutating func addFineSeries(_ all: [CountedSeries], step: LogStep) throws {
        guard step != .minute else {
            try db.execute(sql: "DELETE FROM fine_sample; UPDATE source SET step_s = \(LogStep.minute.rawValue)")
            return
        }
        var rows: [(ids: (series: Int64, source: Int64), run: Run)] = []
        for one in all {
            if let ids = try ids(of: one.series) { rows += one.runs.map { (ids, $0) } }
        }
        try Self.insert(
            rows, columnCount: 8, in: db, by: { "INSERT OR REPLACE INTO fine_sample VALUES \($0)" }
        ) { sample, row in
            row.add(sample.ids.series)
            row.add(sample.run.first.seconds)
            row.add(sample.ids.source)
            row.add(sample.run.stepCount)
            row.add(sample.run.value)
            row.add(sample.run.recordCount)
            row.add(sample.run.place?.line)
            row.add(sample.run.place?.byte)
        }
    }
}

/// A sample, or several steps in a row in which a log was silent.
private struct Run {
    let first: Timestamp
    var stepCount = 1
    let value: Double
    let recordCount: Int
    let place: SamplePlaces.Place?

    var isSilent: Bool { value == 0 && recordCount == 0 && place == nil }

    /// The step behind it.
    var next: Timestamp {
        Timestamp(nanoseconds: first.nanoseconds + Int64(stepCount) * LogStep.tenSeconds.nanoseconds)
    }
}

extension CountedSeries {
    fileprivate var runs: [Run] {
        let places = Dictionary(
            series.places.filter { $0.source == series.source }.flatMap(\.all).map { ($0.time, $0) },
            uniquingKeysWith: { first, _ in first })
        return zip(series.samples, counts.samples).reduce(into: []) { runs, pair in
            let (sample, count) = pair
            let run = Run(
                first: sample.time, value: sample.value, recordCount: Int(count.value), place: places[sample.time])
            if let last = runs.last, last.isSilent, run.isSilent, last.next == run.first {
                runs[runs.count - 1].stepCount += 1
            } else {
                runs.append(run)
            }
        }
    }
}
