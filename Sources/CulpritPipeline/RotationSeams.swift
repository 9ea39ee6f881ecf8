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
            let lead = lead(of: newer.file)
            return lead.lineCount > 0 ? lead : wrappedLead(of: newer.file, after: older.file)
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

    /// The first lines that go on a record of `older` although each has a header: of what a container runtime has cut, or
    /// wrapped line by line.
    private func wrappedLead(of newer: InputFile, after older: InputFile) -> Lead {
        var lead = Lead()
        peek(newer) { text in
            var end = text.count
            while end > 0, text[end - 1] != 0x0A { end -= 1 }
            guard isWrapped(text.extracting(0..<end)),
                let tail = try? SourceOpener.tail(of: older.path, byteCount: Self.tailSize), tail.last == 0x0A
            else { return }
            let isWhole = tail.count < Self.tailSize
            let older = tail.span.extracting((isWhole ? 0 : (tail.span.firstIndex(of: 0x0A) ?? 0) + 1)..<tail.count)
            var reader = RecordReader(rules, reference: TimeReference(latest: Timestamp(seconds: 0)))
            reader.read(older) { _ in }
            let olderCount = reader.lineCount
            var own: (line: Int, byte: Int)?
            func look(at record: inout RecordBuffer) {
                if record.line > olderCount, record.line < own?.line ?? .max { own = (record.line, record.byte) }
            }
            reader.read(text.extracting(0..<end), look)
            reader.finish(look)
            guard let own else { return }
            lead.lineCount = own.line - olderCount - 1
            lead.text.append(copying: text.extracting(0..<own.byte - older.count))
        }
        return lead
    }

    /// Whether the first line has a format that holds the line of another, or a part of one.
    private func isWrapped(_ text: Span<UInt8>) -> Bool {
        let end = text.firstIndex(of: 0x0A) ?? text.count
        var reader = RecordReader(rules, reference: TimeReference(latest: Timestamp(seconds: 0)))
        var isWrapped = false
        func look(at record: inout RecordBuffer) { isWrapped = isWrapped || record.writer != nil }
        reader.read(text.extracting(0..<min(end + 1, text.count)), look)
        reader.finish(look)
        return isWrapped
    }

    private static let tailSize = 256 << 10

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
