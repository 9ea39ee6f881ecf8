internal import CulpritModel

extension JSONWriter {
    /// Writes what a report reckons beside its causes; what only charts need is left out.
    mutating func members(of details: ReportDetails) {
        member("impact", of: details.impact) { writer, impact in
            writer.member("span", impact.span)
            writer.member("failed_requests", impact.requests?.beyondUsual)
            writer.members(of: impact)
            writer.member("entities", each: impact.entities) { writer, affected in
                writer.object {
                    $0.member("entity", affected.entity)
                    $0.member("since", affected.since)
                }
            }
        }
        member("rests_on", each: details.restsOn) { writer, support in
            writer.object {
                $0.member("rule", support.rule)
                $0.member("category_without", support.category?.rawValue ?? "undetermined")
                $0.member("entity_without", support.entity)
            }
        }
        member("trigger", details.trigger)
        member("first_symptom", details.firstSymptom)
        member("detection") {
            $0.member("first_evidence", details.detection.firstEvidence)
            $0.member("first_possible_alert", details.detection.firstPossibleAlert)
            $0.member("alert", details.detection.alertName)
            $0.member("first_alert_seen", details.detection.firstAlertSeen)
            $0.member("minutes_lost", details.detection.secondsLost.map { ($0 / 60).rounded() })
        }
        member("contributing_factors", details.factors)
        member("computed_remedies", each: details.computedRemedies) { writer, remedy in
            writer.object { $0.members(of: remedy) }
        }
        member("earlier_cases", each: details.earlier) { writer, earlier in
            writer.object {
                $0.member("case", earlier.name)
                $0.member("period", earlier.period)
                $0.member("verdict", earlier.verdict)
                $0.member("same_verdict", earlier.isSameVerdict)
                $0.member("common_crashes", earlier.commonCrashes)
                $0.member("common_rules", earlier.commonRules)
            }
        }
        member("reproduce") {
            $0.member("command", details.origin.command)
            $0.member("rules", details.origin.rules)
        }
    }

    private mutating func members(of impact: Impact) {
        member("requests", of: impact.requests) { writer, requests in
            writer.member("failed", requests.failed)
            writer.member("total", requests.total)
            writer.member("counted_by", requests.countedBy)
        }
        member("slow_requests", of: impact.slow) { writer, slow in
            writer.member("count", slow.count)
            writer.member("total", slow.total)
            writer.member("longer_than_seconds", slow.limitSeconds)
            writer.member("counted_by", slow.countedBy)
        }
        member("failed_clients", of: impact.failedClients) { writer, clients in
            writer.member("count", clients.count)
            writer.member("exact", clients.isExact)
        }
        member("entity_count", impact.entityCount)
        member("host_count", impact.hostCount)
    }

    private mutating func members(of remedy: ComputedRemedy) {
        member("kind", remedy.kind.rawValue)
        key("minutes_saved")
        switch remedy.saving {
        case .minutes(let lower, let upper, _):
            object {
                $0.member("lower", lower)
                $0.member("upper", upper)
            }
        case .unknown: null()
        }
        switch remedy.saving {
        case .minutes(_, _, let basis): member("basis", basis)
        case .unknown(let why): member("basis", "cannot estimate: \(why)")
        }
        member("findings", each: remedy.findings) { writer, finding in
            writer.object {
                $0.member("text", finding.text)
                $0.member("source", finding.location?.source)
                $0.member("line", finding.location?.line)
            }
        }
    }

    /// Writes a moment as the timeline does, or `null`.
    mutating func member(_ name: String, _ moment: Report.Moment?) {
        key(name)
        guard let moment else { return null() }
        object { $0.members(of: moment) }
    }
}

extension JSONWriter {
    /// Writes a number, or `null`.
    mutating func member(_ name: String, _ number: Int?) {
        key(name)
        guard let number else { return null() }
        value(number)
    }
}
