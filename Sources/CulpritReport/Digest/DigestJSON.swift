package import CulpritModel

/// Returns the digest as the document `culprit.digest/1`.
package func digestJSON(_ digest: Digest) -> String {
    var writer = JSONWriter(indented: true)
    writer.object { document in
        document.member("schema", "culprit.digest/1")
        document.member("day", digest.day)
        document.member("quiet", digest.isQuiet)
        document.member("previous_days", digest.previousDayCount)
        document.member("records") { $0.members(of: digest.records) }
        document.member("events") { $0.members(of: digest.events) }
        document.member("errors") { $0.members(of: digest.errors) }
        document.member("categories") { object in
            for count in digest.categories {
                object.member(count.category.rawValue) { $0.members(of: count.events) }
            }
        }
        document.member("new_crashes", crashes: digest.newCrashes)
        document.member("returned_crashes", crashes: digest.returnedCrashes)
        document.member("vanished_crashes", crashes: digest.vanishedCrashes)
        document.member("new_rules", rules: digest.newRules)
        document.member("failed_backups", rules: digest.failedBackups)
        document.member("clocks", rules: digest.clocks)
        document.member("growth", each: digest.growth) { writer, growth in
            writer.object {
                $0.member("what", growth.what)
                $0.member("entity", growth.entity)
                $0.member("value", growth.value)
                $0.member("before", growth.before)
            }
        }
        document.member("congested_minutes") { $0.members(of: digest.congestedMinutes) }
        document.key("verdict")
        if let verdict = digest.verdict { document.object { $0.members(of: verdict) } } else { document.null() }
        document.member("noisiest", each: digest.noisiest) { writer, count in
            writer.object {
                $0.member("entity", count.entity.name)
                $0.member("entity_kind", count.entity.kind.rawValue)
                $0.members(of: count.events)
            }
        }
        document.member("congestion_windows", each: digest.congestion) { writer, window in
            writer.object { $0.members(of: window) }
        }
    }
    return writer.text
}

extension JSONWriter {
    fileprivate mutating func members(of comparison: Digest.Comparison) {
        member("count", comparison.count)
        member("mean_before", comparison.meanBefore)
    }

    fileprivate mutating func member(_ name: String, rules: [Digest.RuleCount]) {
        member(name, each: rules) { writer, rule in
            writer.object {
                $0.member("rule", rule.rule)
                $0.member("title", rule.title)
                $0.member("count", rule.count)
            }
        }
    }

    fileprivate mutating func member(_ name: String, crashes: [Digest.CrashCount]) {
        member(name, each: crashes) { writer, crash in
            writer.object {
                $0.member("signature", crash.signature)
                $0.member("title", crash.title)
                $0.member("count", crash.count)
            }
        }
    }
}
