internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Finds where a record of one part of a rotated log goes on at the beginning of the next part.
struct RotationSeams {
    /// The first lines of a part that belong to the last record of the part before.
    struct Lead: Sendable {
        var lineCount = 0
        var text: [UInt8] = []
    }

    let rules: RuleSet

    private static let peekSize = 64 << 10

    /// Returns what each of `files` begins with that belongs to the file before it.
    func leads(of files: [(name: RotatedName, file: InputFile)]) -> [Lead] {
        // Numbers alone do not tell: 'web.1' and 'web.2' may be two machines.
        let logs = Set(files.lazy.filter(\.name.isCurrent).map(\.name.log))
        return files.indices.map { index in
            let (older, newer) = (index > 0 ? files[index - 1] : files[index], files[index])
            // Of two files that hold the same part one is left out later.
            guard older.name.isBefore(newer.name), logs.contains(newer.name.log), isLog(older.file) else {
                return Lead()
            }
            return lead(of: newer.file)
        }
    }

    private func isLog(_ file: InputFile) -> Bool {
        var isLog = false
        peek(file) { _ in isLog = true }
        return isLog
    }

    /// Lines without a header, of which the first looks like one that goes on a record, up to a line with one.
    private func lead(of file: InputFile) -> Lead {
        var lead = Lead()
        peek(file) { text in
            let end = text.firstIndex(of: 0x0A) ?? text.count
            let first = text.extracting(0..<end)
            let goesOn = !first.isEmpty && (first[0] == 0x20 || first[0] == 0x09)
            guard goesOn || rules.traceLine?.matches(first, scratch: MatchScratch()) ?? false else { return }
            var reader = RecordReader(rules, reference: TimeReference(latest: Timestamp(seconds: 0)))
            var isFound = false
            func look(at record: inout RecordBuffer) {
                guard !isFound, record.format != nil || record.time != nil else { return }
                isFound = true
                lead.lineCount = record.line - 1
                lead.text.append(copying: text.extracting(0..<record.byte))
            }
            reader.read(text, look)
            reader.finish(look)
        }
        return lead
    }

    /// Calls `body` with the beginning of a file that is one log, wrapped or not.
    private func peek(_ file: InputFile, _ body: (Span<UInt8>) -> Void) {
        try? SourceOpener.walk(file.path) { source in
            let prefix = source.peek(Self.peekSize)
            if source.path == file.path, case .logs = SourceContent(prefix.span) { body(prefix.span) }
            throw Enough()
        }
    }

    /// Ends the walk through a file of which only the beginning is asked for.
    private struct Enough: Error {}
}
