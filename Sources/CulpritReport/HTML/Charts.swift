internal import CulpritModel

/// SVG drawings over one span of time.
///
/// Colours are classes of the style sheet, so that they follow light and dark; values are `<title>`s, which browsers show
/// on hover and screen readers read.
struct Charts {
    let view: TimeSpan
    let period: TimeSpan?
    static let width = 960.0
    static let left = 150.0

    /// The position of `time` on the horizontal axis.
    func x(_ time: Timestamp) -> Double {
        let share = time.seconds(since: view.from) / max(1, view.seconds)
        return Self.left + max(0, min(1, share)) * (Self.width - Self.left - 10)
    }

    /// The outermost element, with the name and the description that a screen reader says.
    static func svg(_ id: String, height: Double, title: String, description: String, _ body: Markup) -> Markup {
        """
        <svg viewBox="0 0 \(width) \(height)" role="img" aria-labelledby="\(id)-t \(id)-d">\
        <title id="\(id)-t">\(title)</title><desc id="\(id)-d">\(description)</desc>\(body)</svg>
        """
    }

    /// The shaded incident and a clock with a line every so often, between `top` and `bottom`.
    func axis(top: Double, bottom: Double) -> Markup {
        var markup = Markup()
        if let period {
            let (from, to) = (x(period.from), x(period.to))
            markup += """
                <rect class="incident" x="\(from)" y="\(top)" width="\(max(1, to - from))" height="\(bottom - top)"/>
                """
        }
        for tick in ticks {
            let position = x(tick)
            markup += """
                <line class="grid" x1="\(position)" x2="\(position)" y1="\(top)" y2="\(bottom)"/>\
                <text class="tick" x="\(position)" y="\(bottom + 15)" text-anchor="middle">\(label(tick))</text>
                """
        }
        return markup
    }

    private static let steps: [Int64] = [60, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400]

    private var ticks: [Timestamp] {
        let widest = Int64(view.seconds / 9)
        let step = Self.steps.first { $0 >= widest } ?? max(86_400, (widest / 86_400 + 1) * 86_400)
        let first = (view.from.seconds + step - 1) / step * step
        return stride(from: first, to: view.to.seconds, by: Int(step)).prefix(12).map { Timestamp(seconds: $0) }
            .filter { $0 >= view.from }
    }

    private func label(_ time: Timestamp) -> String {
        let text = Phrases.time(time)
        return view.seconds > 172_800 ? String(text.dropFirst(5).prefix(5)) : String(text.dropFirst(11).prefix(5))
    }
}

extension Charts {
    private static let laneHeight = 22.0

    /// Each entity's windows and events, one row an entity.
    func timeline(_ lanes: [ReportDetails.Lane], blamed: String, register: inout ProofRegister) -> Markup {
        let bottom = 8 + Double(lanes.count) * Self.laneHeight
        var body = axis(top: 4, bottom: bottom)
        for (index, lane) in lanes.enumerated() {
            let y = 8 + Double(index) * Self.laneHeight
            let isBlamed = lane.entity == blamed
            body += """
                <text class="\(isBlamed ? "lane blamed" : "lane")" x="\(Self.left - 10)" y="\(y + 15)" \
                text-anchor="end">\(Phrases.clipped(lane.entity, 20))</text>\
                <line class="rule" x1="\(Self.left)" x2="\(Self.width - 10)" y1="\(y + 11)" y2="\(y + 11)"/>
                """
            for window in lane.windows {
                let from = x(window.span.from)
                let title =
                    "\(lane.entity): \(Phrases.clipped(window.what, 100)), \(Phrases.span(window.span.from, window.span.to)), "
                    + "score \(Phrases.percent(window.score))"
                body += """
                    <rect class="window" x="\(from)" y="\(y + 5)" width="\(max(2, x(window.span.to) - from))" \
                    height="12" rx="2" fill-opacity="\(0.25 + 0.6 * window.score)"><title>\(title)</title></rect>
                    """
            }
            for mark in lane.marks {
                let title = "\(Phrases.time(mark.time)) \(lane.entity): \(Phrases.clipped(mark.what, 120))"
                let dot: Markup = """
                    <circle class="\(Self.style(mark.category))" cx="\(x(mark.time))" cy="\(y + 11)" r="5">\
                    <title>\(title)</title></circle>
                    """
                guard let number = register.number(of: mark.location, mark.what) else {
                    body += dot
                    continue
                }
                body += "<a href=\"#p\(number)\" aria-label=\"\(title)\">\(dot)</a>"
            }
        }
        return Self.svg(
            "lanes", height: bottom + 22, title: "Timeline of \(lanes.count) entities",
            description: "Bars are anomalous windows, dots are events; the shaded span is the incident. "
                + "The same is in the table below.", body)
    }

    static func style(_ category: Category?) -> Markup {
        switch category {
        case .bug: "bug"
        case .hardware: "hardware"
        case .network: "network"
        case .delay: "delay"
        case nil: "other"
        }
    }

    /// One series with what is usual for it.
    func curve(_ curve: ReportDetails.Curve, index: Int) -> Markup {
        let (top, bottom) = (8.0, 108.0)
        let known = curve.values.compactMap(\.self) + [curve.usual?.low, curve.usual?.high].compactMap(\.self)
        let (least, greatest) = (min(0, known.min() ?? 0), known.max() ?? 1)
        let range = greatest > least ? greatest - least : 1
        func y(_ value: Double) -> Double { bottom - (value - least) / range * (bottom - top - 4) }
        var body = axis(top: top, bottom: bottom)
        if let usual = curve.usual {
            let title =
                "Usual: \(Phrases.value(usual.low, of: curve.name)) to "
                + Phrases.value(usual.high, of: curve.name)
            body += """
                <rect class="band" x="\(Self.left)" y="\(y(usual.high))" width="\(Self.width - Self.left - 10)" \
                height="\(max(2, y(usual.low) - y(usual.high)))"><title>\(title)</title></rect>
                """
        }
        for (value, position) in [(greatest, top + 8), (least, bottom)] {
            body += """
                <text class="tick" x="\(Self.left - 8)" y="\(position)" text-anchor="end">\
                \(Phrases.value(value, of: curve.name))</text>
                """
        }
        for window in curve.windows {
            let from = x(window.from)
            body += """
                <rect class="window" x="\(from)" y="\(bottom - 3)" width="\(max(2, x(window.to) - from))" height="6"><title>\
                Unusual \(Phrases.span(window.from, window.to))</title></rect>
                """
        }
        var run: [(x: Double, y: Double)] = []
        func flush() {
            guard let first = run.first else { return }
            if run.count == 1 {
                body += "<circle class=\"point\" cx=\"\(first.x)\" cy=\"\(first.y)\" r=\"1.5\"/>"
            } else {
                let points = Markup.joined(run.map { "\($0.x),\($0.y)" }, separator: " ")
                body += "<polyline class=\"curve\" points=\"\(points)\"/>"
            }
            run = []
        }
        for (step, value) in curve.values.enumerated() {
            guard let value else {
                flush()
                continue
            }
            run.append((x(curve.from.advanced(bySeconds: (Double(step) + 0.5) * curve.stepSeconds)), y(value)))
        }
        flush()
        let cell = (Self.width - Self.left - 10) * curve.stepSeconds / max(1, view.seconds)
        for (step, value) in curve.values.enumerated() {
            guard let value else { continue }
            let time = curve.from.advanced(bySeconds: Double(step) * curve.stepSeconds)
            body += """
                <rect class="hit" x="\(x(time))" y="\(top)" width="\(cell)" height="\(bottom - top)"><title>\
                \(Phrases.time(time)): \(Phrases.value(value, of: curve.name))</title></rect>
                """
        }
        let name = Phrases.clipped("\(curve.name) of \(curve.entity)", 120)
        return Self.svg(
            "curve\(index)", height: bottom + 20, title: name, description: Phrases.course(of: curve), body)
    }

    /// Entity × time, as dark as the congestion was bad.
    func heat(_ heat: ReportDetails.HeatMap) -> Markup {
        let bottom = 8 + Double(heat.rows.count) * Self.laneHeight
        var body = axis(top: 4, bottom: bottom)
        for (index, row) in heat.rows.enumerated() {
            let y = 8 + Double(index) * Self.laneHeight
            body += """
                <text class="lane" x="\(Self.left - 10)" y="\(y + 15)" text-anchor="end">\
                \(Phrases.clipped(row.entity, 20))</text>
                """
            for (column, score) in row.values.enumerated() where score > 0 {
                let time = heat.from.advanced(bySeconds: Double(column) * heat.stepSeconds)
                let (from, to) = (x(time), x(time.advanced(bySeconds: heat.stepSeconds)))
                body += """
                    <rect class="heat" x="\(from)" y="\(y + 1)" width="\(max(1, to - from))" \
                    height="\(Self.laneHeight - 2)" fill-opacity="\(score * score)"><title>\(row.entity), \
                    \(Phrases.time(time)): \(Phrases.percent(score))</title></rect>
                    """
            }
        }
        return Self.svg(
            "heat", height: bottom + 22, title: "Congestion of \(heat.rows.count) entities and paths over time",
            description: "The darker a field, the further from usual. The same is in the table below.", body)
    }
}

/// Hour × weekday, as dark as there were records.
func loadChart(_ load: [[Double]]) -> Markup {
    let most = max(1, load.flatMap(\.self).max() ?? 1)
    let cell = (Charts.width - Charts.left - 10) / 24
    var body = Markup()
    for (day, hours) in load.enumerated() {
        let (y, name) = (6 + Double(day) * 22, Phrases.weekdays[day])
        body += "<text class=\"lane\" x=\"\(Charts.left - 10)\" y=\"\(y + 15)\" text-anchor=\"end\">\(name)</text>"
        for (hour, count) in hours.enumerated() {
            body += """
                <rect class="load" x="\(Charts.left + Double(hour) * cell)" y="\(y)" width="\(cell - 1)" height="20" \
                fill-opacity="\(0.04 + 0.96 * count / most)"><title>\(name) \(hour):00 UTC: \
                \(Phrases.count(Int(count))) records</title></rect>
                """
        }
    }
    for hour in stride(from: 0, to: 24, by: 3) {
        body += """
            <text class="tick" x="\(Charts.left + (Double(hour) + 0.5) * cell)" y="176" text-anchor="middle">\
            \(hour):00</text>
            """
    }
    return Charts.svg(
        "load", height: 184, title: "Records by weekday and hour (UTC)",
        description: "The darker a field, the more records; most are \(Phrases.count(Int(most))).", body)
}

/// How often one bug crashed over time, as small bars.
func crashTrendChart(_ trend: ReportDetails.CrashTrend, index: Int) -> Markup {
    let most = Double(max(1, trend.counts.max() ?? 1))
    let width = 240.0 / Double(max(1, trend.counts.count))
    var bars = Markup()
    for (step, count) in trend.counts.enumerated() where count > 0 {
        let height = max(2, 26 * Double(count) / most)
        let time = trend.from.advanced(bySeconds: Double(step) * trend.stepSeconds)
        bars += """
            <rect class="bar" x="\(Double(step) * width)" y="\(28 - height)" width="\(max(1.5, width - 1))" \
            height="\(height)"><title>\(Phrases.time(time)): \(Phrases.count(count))×</title></rect>
            """
    }
    let total = trend.counts.reduce(0, +)
    return """
        <svg class="spark" viewBox="0 0 240 30" role="img" aria-labelledby="trend\(index)-t trend\(index)-d">\
        <title id="trend\(index)-t">Crashes over time</title><desc id="trend\(index)-d">\(Phrases.count(total)) crashes \
        from \(Phrases.time(trend.from)) on, at most \(Int(most)) in one step.</desc>\
        <line class="rule" x1="0" x2="240" y1="29" y2="29"/>\(bars)</svg>
        """
}

extension Phrases {
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// What a chart of the curve shows, in a sentence.
    static func course(of curve: ReportDetails.Curve) -> String {
        let known = curve.values.compactMap(\.self)
        guard let least = known.min(), let most = known.max() else { return "No values." }
        let usual = curve.usual.map {
            " Usual are \(value($0.low, of: curve.name)) to \(value($0.high, of: curve.name))."
        }
        return "From \(value(least, of: curve.name)) to \(value(most, of: curve.name))." + (usual ?? "")
    }
}
