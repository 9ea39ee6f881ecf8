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
        member("records_of_other_templates", accounting.otherTemplateRecordCount)
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

    /// Writes how far one machine's clock is off.
    mutating func members(of offset: ClockOffset) {
        member("host", offset.host)
        member("reference", offset.reference)
        member("offset_s", offset.seconds)
        member("uncertainty_s", offset.uncertaintySeconds)
        member("drift_ppm", offset.drift.map { $0.rate * 1e6 })
        member("at", offset.drift?.at)
        member("requests", offset.requestCount)
        member("aligned", offset.isApplied)
    }

    /// Writes what one source adds to the accounting.
    mutating func members(of source: SourceSummary) {
        member("source", source.path)
        member("content", source.content.rawValue)
        member("formats", source.formats)
        member("main_format_records", source.mainFormatRecordCount)
        member("span", source.span)
        member("sha256", source.sha256)
        member("bytes_read", source.storedByteCount)
        member("bytes_decompressed", source.byteCount)
        member("lines", source.lineCount)
        member("lead_lines", source.leadLineCount)
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
        if let steps = source.clockSteps {
            member("clock_steps") {
                $0.member("count", steps.count)
                $0.member("largest_s", steps.largest.seconds)
                $0.member("from", steps.largest.to)
                $0.member("to", steps.largest.from)
                $0.member("line", steps.line)
                $0.member("byte", steps.byte)
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
