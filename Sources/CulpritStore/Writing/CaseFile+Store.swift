package import CulpritModel
internal import CulpritScan
internal import GRDB

extension CaseFile {
    /// Adds what was read and replaces what was concluded, in one transaction, and returns the conclusions.
    ///
    /// Rows of sources that the case already has, by path and SHA-256, are left out, so that storing twice changes nothing.
    ///
    /// `conclude` is called here and may not read the case; where it `isConcurrent`, the case takes what was read in the
    /// meantime, on another thread. The file is the same either way.
    @discardableResult package func store(
        _ contents: CaseContents, isConcurrent: Bool = false, concluding conclude: () -> CaseConclusions
    ) throws(CaseFileError) -> CaseConclusions {
        let early = isConcurrent ? nil : conclude()
        let conclusions = Guarded(early)
        return try write { db in
            var load = CaseLoad(db: db)
            try load.addSources(contents.sources)
            try load.addTemplates(contents.templates)
            try load.addEvents(contents.events)
            try load.addMinutes(contents.minutes)
            try load.addCrashes(contents.crashes)
            try load.addAttributes(contents.attributes)
            try load.addSeries(contents.series)
            try load.addFineSeries(contents.fineSeries, step: contents.step)
            try load.addRequestMinutes(contents.requestMinutes)
            try db.execute(sql: CaseSchema.indices)
            let known = conclusions.withLock(when: { $0 != nil }) { $0 }
            if let known { try load.replaceConclusions(with: known) }
        } meanwhile: {
            let known = early ?? conclude()
            conclusions.withLock { $0 = known }
            return known
        }
    }

    /// Gives sources that were renamed or compressed again the names that they have now.
    ///
    /// A content that several sources have keeps their names, and so does one that is still where it was.
    package func follow(_ sightings: [Sighting]) throws(CaseFileError) {
        let paths = Dictionary(grouping: sightings, by: \.content).sorted { $0.value[0].path < $1.value[0].path }
        try write { db in
            for (content, places) in paths {
                let sql = """
                    SELECT s.id FROM source s JOIN content c ON c.source_id = s.id AND c.byte_count = s.byte_count
                    WHERE c.tag = ? AND c.byte_count = ?
                    """
                let ids = try Int64.fetchAll(db, sql: sql, arguments: [content.tag, content.byteCount])
                guard let id = ids.first, ids.count == 1, let place = places.min(by: { $0.path < $1.path }) else {
                    continue
                }
                let present = StoredText.json(places.map { StoredText.text($0.path) })
                try db.execute(
                    sql: """
                        UPDATE OR IGNORE source SET path = ?, sha256 = ?
                        WHERE id = ? AND path NOT IN (SELECT value FROM json_each(?))
                        """, arguments: [StoredText.text(place.path), place.sha256, id, present])
            }
        }
    }

    /// Removes what the case has of earlier, shorter states of `sources`, and returns the paths of those.
    ///
    /// A run that reads the case back before it stores calls this first, so that a file that grew is not counted twice.
    package func forgetSuperseded(by sources: [SourceSummary]) throws(CaseFileError) -> [String] {
        try write { db in
            let load = CaseLoad(db: db)
            return try sources.filter { try load.removeSuperseded(by: $0) }.map(\.path).sorted()
        }
    }
}
