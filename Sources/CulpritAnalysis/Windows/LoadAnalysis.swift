internal import CulpritModel

/// Says what load did to the entities of a congested path, from their series of traffic, errors and latency.
struct LoadAnalysis {
    private var byEntity: [String: [MeasuredSeries]] = [:]
    private var keys: [SeriesKey: MeasuredSeries] = [:]

    /// A rise of the load by less is none.
    private static let leastRise = 1.15

    init(_ series: [MeasuredSeries]) {
        for one in series {
            byEntity[one.series.key.entity.name, default: []].append(one)
            keys[one.series.key] = one
        }
    }

    func congestion(of path: CongestedPath) -> CongestionWindow {
        let (windows, span) = (path.windows, path.span)
        let names = Set(windows.map(\.series.entity.name)).sorted()
        let courses = names.flatMap { byEntity[$0] ?? [] }.compactMap { Course($0, span: span) }
        let traffic = courses.filter { $0.signal.id == "traffic" }
        let carried = traffic.isEmpty ? courses.filter { $0.signal.id == "network-throughput" } : traffic
        let rise = Self.rise(of: carried)
        let signals = Set(windows.map(\.series.name)).sorted()
        let strongest = windows.max { ($0.score, $1.series) < ($1.score, $0.series) }
        // Each further signal that agrees halves the doubt that is left.
        let doubt = (1 - (strongest?.score ?? 0)) / Double(1 << min(signals.count - 1, 10))
        return CongestionWindow(
            span: span, entity: path.entity, peer: path.peer, entities: names, signals: signals, score: 1 - doubt,
            kind: kind(windows, rise: rise), peak: strongest.flatMap(peakTime), lostRequests: lost(courses),
            load: loadPeak(courses, carried, rise: rise, span: span))
    }

    private func kind(_ windows: [Window], rise: Double) -> CongestionWindow.Kind {
        if rise >= Self.leastRise { return .congestion }
        guard windows.contains(where: \.signal.isLoss) else { return .slowServer }
        if windows.contains(where: { $0.signal.id == "network-link" }) { return .failingLink }
        // A full queue drops far more than it damages; a bad cable damages.
        let losses = windows.filter(\.signal.isLoss)
        let damaged = losses.filter { Self.isDamage($0.series.name) }.map(\.peak).max() ?? 0
        let dropped = losses.filter { !Self.isDamage($0.series.name) }.map(\.peak).max() ?? 0
        return damaged * 2 >= dropped ? .failingLink : .congestion
    }

    private static func isDamage(_ name: String) -> Bool {
        let name = name.lowercased()
        return ["err", "crc", "fcs", "carrier", "frame"].contains { name.contains($0) }
    }

    private func peakTime(_ window: Window) -> Timestamp? {
        guard let samples = keys[window.series]?.series.samples.filter({ window.span.contains($0.time) }) else {
            return nil
        }
        let isUp = window.direction == .up
        return samples.max { isUp ? $0.value < $1.value : $0.value > $1.value }?.time
    }

    /// Requests that did not come, and those that failed.
    private func lost(_ courses: [Course]) -> Double {
        courses.reduce(0) { sum, course in
            guard course.isRate else { return sum }
            switch course.signal.id {
            case "traffic": return sum + max(0, course.usual - course.mean) * course.seconds
            case "errors": return sum + max(0, course.mean - course.usual) * course.seconds
            default: return sum
            }
        }
    }

    // MARK: Load

    /// How many times the usual the load was: series of one name are parts of one load, several names measures of it.
    private static func rise(of carried: [Course]) -> Double {
        let ratios = Dictionary(grouping: carried, by: \.measure).values.map { parts in
            let (mean, usual) = (parts.reduce(0) { $0 + $1.mean }, parts.reduce(0) { $0 + $1.usual })
            return usual > 0 ? mean / usual : mean > 0 ? Course.riseFromNothing : 1
        }
        return ratios.isEmpty ? 1 : RobustStatistics.median(ratios)
    }

    private func loadPeak(_ courses: [Course], _ carried: [Course], rise: Double, span: TimeSpan) -> LoadPeak? {
        guard let latency = courses.filter({ $0.signal.isLatency }).max(by: { $0.ratio < $1.ratio }),
            let driver = carried.max(by: { $0.rise < $1.rise })
        else { return nil }
        let whole = carried.reduce(0) { $0 + $1.rise }
        var order: LoadPeak.Order?
        if rise >= Self.leastRise, let demand = carried.compactMap(\.onset).min(), let slow = latency.onset {
            order = demand <= slow ? .demandFirst : .latencyFirst
        }
        let habit = SlowTimes(latency.samples, limit: latency.limit)
        return LoadPeak(
            order: order, driver: order == nil ? nil : driver.name,
            driverShare: order == nil || whole <= 0 ? 0 : driver.rise / whole,
            excess: order == nil ? nil : excess(of: driver, over: latency), hours: habit.hours,
            weekdays: habit.weekdays)
    }

    /// By what part the highest load is above the knee: the highest at which latency was still usual.
    private func excess(of traffic: Course, over latency: Course) -> Double? {
        var (index, moments): (Int, [(load: Double, isSlow: Bool)]) = (0, [])
        let half = Expectation.usualStepSeconds(latency.samples) / 2
        for sample in traffic.samples {
            while index < latency.samples.count, latency.samples[index].time.seconds(since: sample.time) < -half {
                index += 1
            }
            guard index < latency.samples.count, latency.samples[index].time.seconds(since: sample.time) <= half
            else { continue }
            moments.append((sample.value, latency.samples[index].value > latency.limit))
        }
        let peak = traffic.inside.map(\.value).max() ?? 0
        guard let knee = Self.knee(of: moments), knee > 0, peak > knee else { return nil }
        return 1 - knee / peak
    }

    /// Returns the load that best parts the moments at which latency was usual from those at which it was not.
    ///
    /// `nil` where no load does: where much more than a few lucky moments above it were as usual.
    private static func knee(of moments: [(load: Double, isSlow: Bool)]) -> Double? {
        let sorted = moments.sorted { ($0.load, $0.isSlow ? 1 : 0) < ($1.load, $1.isSlow ? 1 : 0) }
        var (slowAbove, usualAbove) = (sorted.count(where: \.isSlow), sorted.count { !$0.isSlow })
        var (slowBelow, least, knee): (Int, Int, Double?) = (0, usualAbove, nil)
        for moment in sorted {
            if moment.isSlow { (slowAbove, slowBelow) = (slowAbove - 1, slowBelow + 1) } else { usualAbove -= 1 }
            guard slowBelow + usualAbove < least else { continue }
            least = slowBelow + usualAbove
            knee = usualAbove * 10 <= slowAbove && slowAbove > 0 ? moment.load : nil
        }
        return knee
    }
}

/// A series before, in and after a window.
private struct Course {
    let signal: Signal
    let measure: String
    let name: String
    let samples: [Sample]
    let inside: [Sample]
    let isRate: Bool
    /// The median outside of the window, and the highest that is still usual there.
    let usual: Double
    let limit: Double
    let mean: Double
    let seconds: Double
    /// When it first rose above that, from as long before the window as it lasts on.
    let onset: Timestamp?

    private static let usedSignals: Set<String> = ["traffic", "network-throughput", "errors", "latency", "ping"]

    /// `nil` for a series that says nothing of load, or has nothing in or around the window.
    init?(_ measured: MeasuredSeries, span: TimeSpan) {
        // How much an entity writes into its log tells little of its load: in trouble it writes more.
        guard Self.usedSignals.contains(measured.signal.id), measured.series.key.name != "log_records" else {
            return nil
        }
        samples = measured.series.samples
        inside = samples.filter { span.contains($0.time) }
        let outside = samples.filter { !span.contains($0.time) }.map(\.value)
        guard !inside.isEmpty, outside.count >= 8 else { return nil }
        let key = measured.series.key
        (signal, measure) = (measured.signal, key.name)
        name = key.text + (key.peer.map { " to \($0)" } ?? "")
        isRate = measured.series.isCounter || key.name.hasSuffix("_total")
        let usual = RobustStatistics.median(outside)
        let spread = 1.4826 * RobustStatistics.median(outside.map { ($0 - usual).magnitude })
        let limit = usual + max(3 * spread, 0.1 * usual.magnitude)
        let earliest = span.from.advanced(bySeconds: -span.seconds)
        (self.usual, self.limit, seconds) = (usual, limit, span.seconds)
        mean = inside.reduce(0) { $0 + $1.value } / Double(inside.count)
        // A lone sample is no rise.
        let isHigh = samples.map { $0.time >= earliest && $0.time < span.to && $0.value > limit }
        let rise = isHigh.indices.first { isHigh[$0] && $0 + 1 < isHigh.count && isHigh[$0 + 1] }
        onset = (rise ?? isHigh.firstIndex(of: true)).map { [samples] in samples[$0].time }
    }

    /// What has risen from nothing has risen to so many times.
    static let riseFromNothing = 10.0

    /// How many times the usual it was.
    var ratio: Double { usual > 0 ? mean / usual : mean > 0 ? Self.riseFromNothing : 1 }

    /// By how much it was more than usual.
    var rise: Double { max(0, mean - usual) }
}
