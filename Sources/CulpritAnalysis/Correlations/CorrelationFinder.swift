internal import CulpritModel

/// Finds what one rule asks of the hits of others.
struct CorrelationFinder {
    let rule: Rule
    let correlation: Correlation
    let observed: Observation
    /// What was named as normal operation.
    let baseline: TimeSpan?
    let hits: RuleHits

    private var events: [Event] { hits.events }

    /// An event for each time that it was seen, by what they have in common and by time.
    func found() -> [Event] {
        hits.hits(of: correlation.parts, by: correlation.by).flatMap { positions in
            switch correlation.kind {
            case .sequence(let steps): sequences(of: steps, in: positions)
            case .absence(let signs, let starts): absences(of: Set(signs), after: Set(starts), in: positions)
            case .rate(_, let count, let times): bursts(ofMoreThan: count, times: times, in: positions)
            }
        }
    }

    // MARK: Sequence

    /// For each step the latest chain that has come so far is enough: an earlier one would only end sooner.
    private func sequences(of steps: [[String]], in positions: [Int]) -> [Event] {
        // From the last step on, so that one record is not two steps.
        var numbers: [String: [Int]] = [:]
        for (number, step) in steps.enumerated().reversed() {
            for rule in Set(step) { numbers[rule, default: []].append(number) }
        }
        var chains = [[Int]](repeating: [], count: steps.count)
        var found: [Event] = []
        for position in inStepOrder(positions, numbers) {
            for number in numbers[events[position].rule ?? ""] ?? [] {
                if number == 0 {
                    chains[0] = [position]
                } else if let begun = chains[number - 1].first, let last = chains[number - 1].last,
                    isWithin(begun, position), events[last].location != events[position].location
                {
                    chains[number] = chains[number - 1] + [position]
                }
            }
            guard let whole = chains.last, whole.count == steps.count else { continue }
            found.append(described(whole.map { events[$0] }))
            chains = [[Int]](repeating: [], count: steps.count)
        }
        return found
    }

    /// Many logs tell times in whole seconds: of two records of one second that of the earlier step came first.
    private func inStepOrder(_ positions: [Int], _ steps: [String: [Int]]) -> [Int] {
        let keys = positions.map { position in
            (
                time: events[position].time?.nanoseconds ?? 0, step: steps[events[position].rule ?? ""]?.last ?? .max,
                position: position
            )
        }
        // Swift's sort is stable.
        return keys.sorted { ($0.time, $0.step) < ($1.time, $1.step) }.map(\.position)
    }

    private func described(_ chain: [Event]) -> Event {
        let first = chain[0], last = chain[chain.count - 1]
        let seconds = (last.time ?? Timestamp(seconds: 0)).seconds(since: first.time ?? Timestamp(seconds: 0))
        return event(
            at: last, time: last.time,
            text: "\(last.text.prefix(160)); \(words(seconds)) before, at \(place(first)): \(first.text.prefix(160))",
            captures: chain.flatMap(\.captures))
    }

    private func isWithin(_ first: Int, _ second: Int) -> Bool {
        guard let from = events[first].time, let to = events[second].time else { return false }
        return to >= from && to.seconds(since: from) <= correlation.withinSeconds
    }

    // MARK: Absence

    /// One event for each span without a sign that is long enough and was watched to its end.
    private func absences(of signs: Set<String>, after starts: Set<String>, in positions: [Int]) -> [Event] {
        let begins = starts.isEmpty ? signs : starts
        guard let end = observed.span(of: positions, in: events)?.to else { return [] }
        var found: [Event] = []
        var awaited: Int?
        for position in positions {
            guard let time = events[position].time, let id = events[position].rule else { continue }
            if signs.contains(id) {
                if let since = awaited, let missing = missing(events[since], until: time) { found.append(missing) }
                awaited = nil
            }
            // Of several starts the first one that nothing followed tells it.
            if begins.contains(id), awaited == nil { awaited = position }
        }
        if let since = awaited, let missing = missing(events[since], until: end) { found.append(missing) }
        return found
    }

    private func missing(_ since: Event, until next: Timestamp) -> Event? {
        guard let due = since.time?.advanced(bySeconds: correlation.withinSeconds), next > due else { return nil }
        return event(
            at: since, time: due,
            text: "none within \(words(correlation.withinSeconds)) after: \(since.text.prefix(300))",
            captures: since.captures)
    }

    // MARK: Rate

    /// One event for each time that the count rose above what is asked, at the record with which it did.
    private func bursts(ofMoreThan count: Int, times: Double?, in positions: [Int]) -> [Event] {
        let limit = times.map { max(Double(count), $0 * usualCount(of: positions)) } ?? Double(count)
        var found: [Event] = []
        // An event stands for those of its minute that were not kept.
        var (start, size, peak) = (0, 0, 0)
        var crossing: Int?
        func close() {
            if let crossing = crossing.map({ events[$0] }) {
                found.append(
                    self.event(
                        at: crossing, time: crossing.time,
                        text: "\(peak) within \(words(correlation.withinSeconds)): \(crossing.text.prefix(300))",
                        captures: crossing.captures))
            }
            (crossing, peak) = (nil, 0)
        }
        for position in positions {
            size += events[position].count
            while !isWithin(positions[start], position) {
                size -= events[positions[start]].count
                start += 1
            }
            if Double(size) > limit {
                if crossing == nil { crossing = position }
                peak = max(peak, size)
            } else {
                close()
            }
        }
        close()
        return found
    }

    /// Fewer spans do not tell what is usual: a log may hold nothing but the storm.
    private static let leastStepCount = 5

    /// How many hits a span has when all is well: the mean of the baseline that was named, or else the median of all
    /// spans that were watched, which a storm shorter than half of them does not move.
    private func usualCount(of positions: [Int]) -> Double {
        if let baseline {
            let count = positions.reduce(0) {
                $0 + (events[$1].time.map(baseline.contains) ?? false ? events[$1].count : 0)
            }
            return Double(count) * correlation.withinSeconds / max(baseline.seconds, correlation.withinSeconds)
        }
        guard let span = observed.span(of: positions, in: events) else { return 0 }
        let step = max(1, Int64(correlation.withinSeconds * Double(Timestamp.nanosecondsPerSecond)))
        // By time, so that those of one step follow each other.
        var (counts, last) = ([Int](), nil as Timestamp?)
        for position in positions {
            let begin = events[position].time?.floored(toNanoseconds: step)
            if begin != last || counts.isEmpty { counts.append(0) }
            counts[counts.count - 1] += events[position].count
            last = begin
        }
        counts.sort()
        let stepCount = max(counts.count, Int((span.to.nanoseconds - span.from.nanoseconds) / step) + 1)
        guard stepCount >= Self.leastStepCount else { return 0 }
        let middle = stepCount / 2 - (stepCount - counts.count)
        return middle < 0 ? 0 : Double(counts[middle])
    }

    // MARK: Events

    private func event(at proof: Event, time: Timestamp?, text: String, captures: [Record.Field]) -> Event {
        Event(
            location: proof.location, time: time, severity: rule.severity, host: proof.host, service: proof.service,
            entity: proof.entity, rule: rule.id, category: rule.category, template: proof.template, text: text,
            captures: captures)
    }

    private func place(_ event: Event) -> String { "\(event.location.source):\(event.location.line)" }

    private func words(_ seconds: Double) -> String {
        let units = [(86_400.0, "d"), (3_600.0, "h"), (60.0, "min")]
        guard let (size, name) = units.first(where: { seconds >= 2 * $0.0 }) else {
            return "\(Int(seconds.rounded())) s"
        }
        return "\(Int((seconds / size).rounded())) \(name)"
    }
}
