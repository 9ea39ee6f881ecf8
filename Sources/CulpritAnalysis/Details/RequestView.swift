internal import CulpritModel

/// Requests as one place counts them: the counters of one name, or the access records of one program.
///
/// Each hop counts a request that it answers, and so do its metrics and its log; so one view speaks for all: of those that
/// nothing else calls, the one that counted most.
struct RequestView {
    /// What is known of an entity's requests while users felt the trouble, and of those at other times.
    struct Tally {
        var answered = 0.0
        var failed = 0.0
        /// As many would have failed in that time by how many fail at others.
        var usuallyFailed = 0.0
        var durations = DurationCounts()
        var otherDurations = DurationCounts()
        var failedClients = DistinctSketch()
    }

    /// For people.
    let name: String
    var tallies: [String: Tally] = [:]
    /// All answers are counted, not the failures alone.
    var countsAll = false

    /// All of the view, of entities that no others of it call.
    var total: Tally {
        tallies.sorted { $0.key < $1.key }.reduce(into: Tally()) { total, entry in
            total.answered += entry.value.answered
            total.failed += entry.value.failed
            total.usuallyFailed += entry.value.usuallyFailed
            total.durations.add(entry.value.durations)
            total.otherDurations.add(entry.value.otherDurations)
            total.failedClients.formUnion(entry.value.failedClients)
        }
    }

    /// The view that speaks for all of `views`.
    static func outermost(of views: [RequestView], in graph: CallGraph) -> RequestView? {
        let groups = Set(views.flatMap(\.tallies.keys).map(CallGraph.group))
        let called = Set(groups.filter { group in groups.contains { graph.depends($0, on: group) } })
        let outer = views.map { view in
            var view = view
            let own = view.tallies.filter { !called.contains(CallGraph.group($0.key)) }
            if !own.isEmpty { view.tallies = own }
            return (view: view, isCalled: own.isEmpty)
        }
        return outer.min { left, right in
            (left.isCalled ? 1 : 0, -left.view.total.answered, left.view.name)
                < (right.isCalled ? 1 : 0, -right.view.total.answered, right.view.name)
        }?.view
    }

    // MARK: Access records

    /// The views that `minutes` give, by the names of the programs.
    static func views(of minutes: [RequestMinute], in span: TimeSpan, beside around: TimeSpan) -> [RequestView] {
        var views: [String: RequestView] = [:]
        var others: [String: [String: (failed: Int, minutes: Set<Timestamp>)]] = [:]
        var covered: [String: [String: Set<Timestamp>]] = [:]
        for minute in minutes {
            let (service, entity) = (minute.service, minute.entity.name)
            let isInside = span.contains(minute.minute.advanced(bySeconds: 30))
            guard isInside || !around.contains(minute.minute) else { continue }
            var tally = views[service]?.tallies[entity] ?? Tally()
            if isInside {
                tally.answered += Double(minute.answeredCount)
                tally.failed += Double(minute.failedCount)
                tally.durations.add(minute.durations)
                tally.failedClients.formUnion(minute.failedClients)
                covered[service, default: [:]][entity, default: []].insert(minute.minute)
            } else {
                tally.otherDurations.add(minute.durations)
                others[service, default: [:]][entity, default: (0, [])].failed += minute.failedCount
                others[service]?[entity]?.minutes.insert(minute.minute)
            }
            views[service, default: RequestView(name: "the access records of \(service)")].tallies[entity] = tally
        }
        for (service, entities) in others {
            for (entity, other) in entities {
                let share = Double(covered[service]?[entity]?.count ?? 0) / Double(other.minutes.count)
                views[service]?.tallies[entity]?.usuallyFailed = Double(other.failed) * share
            }
        }
        return views.values.map { view in
            var view = view
            view.countsAll = true
            return view
        }
    }

    // MARK: Counters

    /// The views that counters of answers by status give, by their names.
    static func views(of series: [Series], in span: TimeSpan, beside around: TimeSpan) -> [RequestView] {
        var views: [String: RequestView] = [:]
        for one in series where one.isCounter {
            let labels = ScrapedSeries.labels(of: one.key.labels)
            guard let status = status(in: labels) else { continue }
            // A mesh lets both ends of a call count it.
            let reporter = labels["reporter"].map { " by the \($0)" } ?? ""
            var counted = (inside: 0.0, insideSeconds: 0.0, outside: 0.0, outsideSeconds: 0.0)
            for (earlier, sample) in zip(one.samples, one.samples.dropFirst()) {
                let seconds = min(600, sample.time.seconds(since: earlier.time))
                if span.contains(sample.time) {
                    counted.inside += sample.value * seconds
                    counted.insideSeconds += seconds
                } else if !around.contains(sample.time) {
                    counted.outside += sample.value * seconds
                    counted.outsideSeconds += seconds
                }
            }
            var view = views[one.key.name + reporter] ?? RequestView(name: one.key.name + reporter)
            var tally = view.tallies[one.key.entity.name] ?? Tally()
            tally.answered += counted.inside
            if status == "5" {
                tally.failed += counted.inside
                tally.usuallyFailed += counted.outside * counted.insideSeconds / max(1, counted.outsideSeconds)
            } else {
                view.countsAll = true
            }
            view.tallies[one.key.entity.name] = tally
            views[one.key.name + reporter] = view
        }
        return Array(views.values)
    }

    /// The class of the HTTP status that a label names: `"5"` of `code="503"` or `status_class="5xx"`.
    private static func status(in labels: [String: String]) -> Character? {
        labels.sorted { $0.key < $1.key }.first { name, value in
            (name.contains("code") || name.contains("status")) && value.count == 3
                && value.first.map { "12345".contains($0) } ?? false
                && value.dropFirst().allSatisfy { $0.isNumber || $0 == "x" }
        }?.value.first
    }
}

extension CallGraph {
    /// `caller` needs `callee`, and not the other way round.
    fileprivate func depends(_ caller: String, on callee: String) -> Bool {
        caller != callee && reached(from: caller).contains(callee) && !reached(from: callee).contains(caller)
    }
}
