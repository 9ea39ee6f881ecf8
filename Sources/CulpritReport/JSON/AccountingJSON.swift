internal import CulpritModel

extension JSONWriter {
    mutating func members(of accounting: Accounting) {
        member("sources", accounting.sourceCount)
        member("bytes_read", accounting.storedByteCount)
        member("bytes_decompressed", accounting.byteCount)
        member("bytes_unread", accounting.unreadByteCount)
        member("lines", accounting.lineCount)
        member("records", accounting.recordCount)
        member("records_parsed", accounting.parsedRecordCount)
        member("records_unparsed", accounting.recordCount - accounting.parsedRecordCount)
        member("records_untimed", accounting.recordCount - accounting.timedRecordCount)
        member("events", accounting.eventCount)
        member("samples", accounting.sampleCount)
        member("records_given_up", each: accounting.givenUp) { writer, givenUp in
            writer.object {
                $0.member("rule", givenUp.rule)
                $0.member("records", givenUp.recordCount)
            }
        }
        member("incomplete_sources", each: accounting.incomplete) { writer, incomplete in
            writer.object {
                $0.member("source", incomplete.source)
                $0.members(of: incomplete.damage)
            }
        }
    }

    /// Writes what one source adds to the accounting.
    mutating func members(of source: SourceSummary) {
        member("source", source.path)
        member("content", source.content.rawValue)
        member("formats", source.formats)
        member("span", source.span)
        member("sha256", source.sha256)
        member("bytes_read", source.storedByteCount)
        member("bytes_decompressed", source.byteCount)
        member("lines", source.lineCount)
        member("records", source.recordCount)
        member("records_unparsed", source.recordCount - source.formattedRecordCount)
        member("records_untimed", source.recordCount - source.timedRecordCount)
        member("events", source.eventCount)
        member("samples", source.sampleCount)
        member("gaps", each: source.gaps) { writer, gap in
            writer.object {
                $0.member("from", gap.from)
                $0.member("to", gap.to)
            }
        }
        if let damage = source.damage { member("damage") { $0.members(of: damage) } }
    }

    private mutating func members(of damage: SourceSummary.Damage) {
        member("reason", damage.reason)
        member("bytes_recovered", damage.recoveredByteCount)
        member("bytes_unread", damage.unreadByteCount)
    }
}
