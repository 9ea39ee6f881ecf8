package import CulpritModel
internal import GRDB

extension CaseFile {
    /// Returns the series that logs give by tens of seconds, by series and the source that they were counted in.
    package func loadFineSeries(in span: TimeSpan? = nil) throws(CaseFileError) -> [CountedSeries] {
        try read { db in
            let sql = """
                SELECT s.name, n.name, n.kind, s.peer, s.labels, f.path, m.time_s, m.steps, m.value, m.record_count,
                m.line, m.byte FROM fine_sample m JOIN series s ON s.id = m.series_id
                JOIN entity n ON n.id = s.entity_id JOIN source f ON f.id = m.source_id
                ORDER BY s.name, n.name, n.kind, s.peer, s.labels, f.path, m.time_s
                """
            var all: [CountedSeries] = []
            let rows = try Row.fetchCursor(db, sql: sql)
            var open: (series: Series, counts: [Sample])?
            while let row = try rows.next() {
                let peer: String = row[3]
                let key = SeriesKey(
                    name: row[0], entity: StoredText.entity(row[1], row[2]), peer: peer.isEmpty ? nil : peer,
                    labels: row[4])
                if open?.series.key != key || open?.series.source != row[5] {
                    if let open { all.append(CountedSeries(open.series, counts: open.counts)) }
                    open = (Series(key: key, samples: [], source: row[5]), [])
                }
                let step = LogStep.tenSeconds
                // Somebody may have written another number than a program does.
                for index in 0..<min(max(row[7], 0), LogStep.mostFineSteps) {
                    let time = Timestamp(seconds: row[6] &+ index * step.rawValue)
                    guard span?.contains(time) ?? true else { continue }
                    open?.series.append(Sample(time: time, value: row[8]))
                    open?.counts.append(Sample(time: time, value: Double(row[9] as Int)))
                    if let line: Int = row[10], let byte: Int = row[11] {
                        open?.series.note(Location(source: row[5], line: line, byte: byte), of: time, step: step)
                    }
                }
            }
            if let open { all.append(CountedSeries(open.series, counts: open.counts)) }
            return all
        }
    }
}
