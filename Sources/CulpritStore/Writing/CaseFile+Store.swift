package import CulpritModel
internal import GRDB

extension CaseFile {
    /// Adds what was read and replaces what was concluded, in one transaction.
    ///
    /// Rows of sources that the case already has, by path and SHA-256, are left out, so that storing twice changes nothing.
    package func store(_ contents: CaseContents) throws(CaseFileError) {
        try write { db in
            var load = CaseLoad(db: db)
            try load.addSources(contents.sources)
            try load.addTemplates(contents.templates)
            try load.addEvents(contents.events)
            try load.addMinutes(contents.minutes)
            try load.addCrashes(contents.crashes)
            try load.addSeries(contents.series)
            try load.replaceConclusions(with: contents)
            try db.execute(sql: CaseSchema.indices)
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
