internal import CulpritModel

/// What comes of the findings, and what they rest on.
extension ReportPage {
    func detection() -> Markup {
        let rows = Phrases.detection(of: report).map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>" as Markup }
        return "<dl>\(Markup.joined(rows))</dl>"
    }

    func factors() -> Markup {
        guard !details.factors.isEmpty else { return "<p>None was found beside the cause.</p>" }
        return "<ul>\(Markup.joined(details.factors.prefix(12).map { "<li>\(Phrases.clipped($0, 300))</li>" }))</ul>"
    }

    func comparison() -> Markup {
        var markup: Markup = "<p>\(Phrases.baseline(of: report))</p>"
        let rows = details.curves.compactMap { curve -> Markup? in
            guard let usual = curve.usual, let worst = curve.worst(in: report.period) else { return nil }
            return """
                <tr><th scope="row">\(Phrases.clipped(curve.name, 100))</th><td>\(Phrases.clipped(curve.entity, 60))</td>\
                <td class="number">\(Phrases.value(usual.middle, of: curve.name))</td>\
                <td class="number">\(Phrases.value(worst, of: curve.name))</td></tr>

                """
        }
        if !rows.isEmpty {
            markup += table(
                "Normal operation beside the incident", ["Series", "Entity", "Usual", "In the incident"], rows)
        }
        let new = report.crashGroups.filter(\.isNew).count
        let returned = report.crashGroups.filter { $0.state == .returned }.count
        let old = report.crashGroups.count - new - returned
        markup += """
            <p>Of the crashes \(new) \(new == 1 ? "is" : "are") new, \(returned) came back and \(old) \
            \(old == 1 ? "was" : "were") seen before. \
            </p>
            """
        let earlier = details.earlier.prefix(20).map {
            "<li>\(Phrases.clipped(Phrases.earlier($0), 600))</li>" as Markup
        }
        markup += "<h3>Earlier cases</h3>"
        markup += earlier.isEmpty ? "<p>None was given to compare with.</p>" : "<ul>\(Markup.joined(earlier))</ul>"
        return markup
    }

    func remedies() -> Markup {
        guard let best else { return "<p>Nothing was found to act on.</p>" }
        return remedyList(best, limit: 30)
    }

    mutating func computedRemedies() -> Markup {
        guard !details.computedRemedies.isEmpty else { return "<p>Nothing is blamed, so nothing can be reckoned.</p>" }
        let parts = details.computedRemedies.map { remedy -> Markup in
            let items = remedy.findings.map { finding -> Markup in
                let link = finding.location.map { register.link($0, finding.text) } ?? Markup()
                return "<li>\(Phrases.clipped(finding.text, 500)) \(link)</li>"
            }
            let list: Markup = items.isEmpty ? Markup() : "<ul>\(Markup.joined(items))</ul>"
            return "<dt>\(remedy.kind.rawValue)</dt><dd>\(Phrases.clipped(Phrases.saving(of: remedy), 300))\(list)</dd>"
        }
        return "<dl>\(Markup.joined(parts))</dl>"
    }

    func unread() -> Markup {
        let accounting = report.accounting
        var markup: Markup = "<p>\(Phrases.accounting(accounting))</p>"
        if accounting.incomplete.isEmpty { markup += "<p>Everything was read whole.</p>" }
        let limit = 30
        let rows = accounting.incomplete.prefix(limit).map { incomplete -> Markup in
            """
            <tr><th scope="row">\(Phrases.clipped(incomplete.source, 200))</th>\
            <td>\(Phrases.clipped(Phrases.damage(incomplete.damage), 300))</td></tr>

            """
        }
        if !rows.isEmpty {
            markup += table(
                "Sources that could not be read whole", ["Source", "Why"], rows,
                more: accounting.incomplete.count - limit)
        }
        let gaps = report.gaps
        let silences = gaps.prefix(limit).map { source, gap -> Markup in
            """
            <tr><th scope="row">\(Phrases.clipped(source, 200))</th><td>\(Phrases.span(gap.from, gap.to))</td>\
            <td class="number">\(Phrases.duration(gap))</td></tr>

            """
        }
        if !silences.isEmpty {
            markup += table(
                "Silences: sources that else write often", ["Source", "Silent", "For"], silences,
                more: gaps.count - limit)
        }
        return markup
    }

    func reproduce() -> Markup {
        let limit = 100
        let rows = report.sources.prefix(limit).map { source -> Markup in
            let digest = source.sha256 ?? "none: not a file"
            return """
                <tr><th scope="row">\(Phrases.clipped(source.path, 160))</th>\
                <td class="number">\(Phrases.byteCount(source.storedByteCount))</td>\
                <td><span class="place">\(digest)</span></td></tr>

                """
        }
        let command: Markup =
            details.origin.command.isEmpty
            ? "<p>The case does not say with which command.</p>"
            : "<pre>\(Phrases.clipped(details.origin.command, 4_000))</pre><p>with \(details.origin.rules).</p>"
        return command
            + table(
                "What was read", ["Source", "Size", "SHA-256 as stored"], rows,
                more: report.sources.count - limit)
    }

    func people() -> Markup {
        let fields = ["Owner of the follow-up", "Who noticed, and how", "Lessons", "Decided actions and dates"]
        return
            "<dl>\(Markup.joined(fields.map { "<dt>\($0)</dt><dd><span class=\"blank\">to be filled in</span></dd>" }))</dl>"
    }

    func proof() -> Markup {
        let rows = register.proofs.enumerated().map { index, proof -> Markup in
            """
            <tr id="p\(index + 1)"><td class="number">\(index + 1)</td>\
            <td><span class="place">\(Phrases.clipped(Phrases.place(proof.location), 300))</span></td>\
            <td><span class="line">\(Phrases.clipped(proof.text, 240))</span></td>\
            <td class="number">\(Phrases.count(proof.location.byte))</td></tr>

            """
        }
        return table(
            "Each place is source, line and byte of the decompressed text", ["", "Place", "What is there", "Byte"],
            rows,
            more: register.omittedCount)
    }

    /// A table with a caption and column headers; `more` rows were left out.
    func table(_ caption: Markup, _ columns: [Markup], _ rows: [Markup], more: Int = 0) -> Markup {
        guard !rows.isEmpty else { return Markup() }
        let heads = columns.map { $0.text.isEmpty ? "<td></td>" : "<th scope=\"col\">\($0)</th>" as Markup }
        let rest: Markup = more > 0 ? "<p class=\"more\">and \(Phrases.count(more)) more</p>" : ""
        return """
            <div class="scroll" tabindex="0" role="group" aria-label="\(caption)"><table><caption>\(caption)</caption>\
            <thead><tr>\(Markup.joined(heads))</tr></thead><tbody>
            \(Markup.joined(rows))</tbody></table></div>\(rest)
            """
    }
}

extension Markup {
    static func + (left: Markup, right: Markup) -> Markup { .joined([left, right]) }
}

extension ReportDetails.Curve {
    /// The value farthest from the usual in `period`.
    func worst(in period: TimeSpan?) -> Double? {
        let middle = usual?.middle ?? 0
        return values.enumerated().compactMap { step, value -> Double? in
            let time = from.advanced(bySeconds: Double(step) * stepSeconds)
            return period?.contains(time) ?? true ? value : nil
        }.max { abs($0 - middle) < abs($1 - middle) }
    }
}

extension Phrases {
    /// The first of `names`, and how many more there are.
    static func list(_ names: [String], limit: Int = 4) -> String {
        let shown = names.prefix(limit).map { clipped($0, 60) }.joined(separator: ", ")
        return names.count > limit ? "\(shown) and \(names.count - limit) more" : shown
    }

    static func baseline(of report: Report) -> String {
        guard let baseline = report.baseline else { return "Nothing was read of normal operation." }
        return "Normal operation is \(span(baseline.from, baseline.to)), as far as it is outside the incident."
    }

    /// When it could have been known, and when it was.
    static func detection(of report: Report) -> [(name: String, value: String)] {
        let detection = report.details.detection
        guard report.verdict.category != nil else { return [("Nothing to detect", "no cause is held for certain")] }
        var rows = [(name: "First evidence", value: detection.firstEvidence.map { time($0) } ?? "has no time")]
        if let alert = detection.firstPossibleAlert {
            let rule = detection.alertName.map { " (\($0))" } ?? ""
            rows.append(("First possible alert", time(alert) + rule))
        } else {
            rows.append(("First possible alert", "cannot tell: no measured series foretold it"))
        }
        let seen = detection.firstAlertSeen
        rows.append(
            ("First alert seen", seen.map { "\(time($0.time)): \($0.what)" } ?? "cannot tell: no log tells of one"))
        if let measured = detection.impactMeasured, let alert = detection.firstPossibleAlert {
            rows.append(("Head start", headStart(Int(measured.seconds(since: alert).rounded()))))
        }
        let lost = detection.secondsLost.map { String(Int(($0 / 60).rounded())) }
        let missing = seen == nil ? "the first alert seen" : "a first possible alert"
        rows.append(("Minutes lost", lost ?? "cannot tell without \(missing)"))
        return rows
    }
}
