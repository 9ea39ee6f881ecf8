internal import CulpritModel

/// What the requests of normal time teach about the way of a request, and what was different in the period.
struct RequestFlow {
    /// A step that was normal and another one came in its place.
    struct ChangedStep {
        /// What is blamed: who took the other way, or who did not take the step it was asked for.
        let entity: Entity
        /// 0...1.
        let strength: Double
        let text: String
        let location: Location
        let time: Timestamp
    }

    /// Two entities, or one, between whose steps more time passes.
    struct SlowHop {
        /// Whose step came before and after, in the order of their names.
        let ends: (Entity, Entity)
        let slowCount: Int
        /// 0...1.
        let strength: Double
        let text: String
        let location: Location
        let time: Timestamp
    }

    /// Who calls whom.
    var dependencies: [Dependency] {
        // A caller whose own record comes late looks like a callee now and then.
        calls.filter { call, count in
            count > 2 * (calls[Dependency(caller: call.callee, callee: call.caller)] ?? 0)
        }.keys.sorted()
    }

    private var calls: [Dependency: Int] = [:]
    private(set) var changes: [ChangedStep] = []
    private(set) var slowHops: [SlowHop] = []

    private let log: RequestLog
    private let weights: DiagnosisWeights
    private var transitions: [Key: Transition] = [:]

    /// A longer way is that of an id which does not stand for one request.
    private static let stepLimit = 5_000
    private struct Key: Hashable { let from, to: Int32 }

    private struct Transition {
        var normalSeconds: [Double] = []
        var periodSeconds: [Double] = []
        /// The first step of it in the period.
        var first: RequestLog.Step?
    }

    init(_ log: RequestLog, period: TimeSpan?, baseline: TimeSpan?, weights: DiagnosisWeights) {
        (self.log, self.weights) = (log, weights)
        guard let period, !log.steps.isEmpty else { return }
        let steps = log.steps.sorted {
            ($0.request, $0.nanoseconds, log.sources[Int($0.source)], $0.line) < (
                $1.request, $1.nanoseconds, log.sources[Int($1.source)], $1.line
            )
        }
        var start = 0
        for index in steps.indices where index + 1 == steps.count || steps[index + 1].request != steps[start].request {
            if index - start < Self.stepLimit { follow(steps[start...index], period: period, baseline: baseline) }
            start = index + 1
        }
        findChanges()
        findSlowHops()
    }

    private func statement(_ number: Int32) -> RequestLog.Statement { log.statements[Int(number)] }

    // MARK: Learning

    private mutating func follow(_ steps: ArraySlice<RequestLog.Step>, period: TimeSpan, baseline: TimeSpan?) {
        var open: [String] = []
        for (step, next) in zip(steps, steps.dropFirst().map(Optional.some) + [nil]) {
            visit(CallGraph.group(statement(step.statement).entity.name), &open)
            guard let next else { continue }
            let time = Timestamp(nanoseconds: step.nanoseconds)
            let seconds = Double(next.nanoseconds - step.nanoseconds) / 1e9
            let key = Key(from: step.statement, to: next.statement)
            if period.contains(time) {
                transitions[key, default: Transition()].periodSeconds.append(seconds)
                let first = transitions[key]?.first
                if first.map({ isEarlier(next, $0) }) ?? true { transitions[key]?.first = next }
            } else if baseline?.contains(time) ?? false {
                transitions[key, default: Transition()].normalSeconds.append(seconds)
            }
        }
    }

    private func isEarlier(_ left: RequestLog.Step, _ right: RequestLog.Step) -> Bool {
        (left.nanoseconds, log.sources[Int(left.source)], left.line)
            < (right.nanoseconds, log.sources[Int(right.source)], right.line)
    }

    /// What a request comes back to has called everything that it went through in between.
    private mutating func visit(_ name: String, _ open: inout [String]) {
        if let position = open.lastIndex(of: name) {
            for callee in open[(position + 1)...] { calls[Dependency(caller: name, callee: callee), default: 0] += 1 }
            open.removeSubrange((position + 1)...)
        } else {
            open.append(name)
        }
    }

    // MARK: Changed steps

    private mutating func findChanges() {
        var byFirst: [Int32: [(to: Int32, transition: Transition)]] = [:]
        for (key, transition) in transitions { byFirst[key.from, default: []].append((key.to, transition)) }
        for (from, all) in byFirst {
            if let change = change(after: from, all) { changes.append(change) }
        }
        changes.sort { ($1.strength, $0.location) < ($0.strength, $1.location) }
    }

    private func change(after from: Int32, _ all: [(to: Int32, transition: Transition)]) -> ChangedStep? {
        let normalCount = all.reduce(0) { $0 + $1.transition.normalSeconds.count }
        let periodCount = all.reduce(0) { $0 + $1.transition.periodSeconds.count }
        guard Double(normalCount) >= weights["flow_least_normal"], Double(periodCount) >= weights["flow_least_period"]
        else { return nil }
        func shift(_ one: Transition) -> Double {
            Double(one.periodSeconds.count) / Double(periodCount) - Double(one.normalSeconds.count)
                / Double(normalCount)
        }
        // What is usually done and no longer; when an error is no longer there, something was repaired.
        let usual = all.filter { !statement($0.to).isError && $0.transition.normalSeconds.count > 0 }
        guard
            let lost = usual.min(by: {
                (shift($0.transition), statement($0.to)) < (shift($1.transition), statement($1.to))
            }),
            shift(lost.transition) < 0
        else { return nil }
        let (origin, missed) = (statement(from), statement(lost.to))
        let bad = all.filter { one in
            let other = statement(one.to)
            guard one.transition.periodSeconds.count > 0, shift(one.transition) > 0 else { return false }
            // A request that goes on elsewhere came from elsewhere.
            guard other.entity == missed.entity || other.entity == origin.entity else { return false }
            return other.isError
                || one.transition.normalSeconds.isEmpty
                    && !usual.contains { Self.isSameStatement(other, statement($0.to)) }
        }
        let before = bad.reduce(0) { $0 + $1.transition.normalSeconds.count }
        let now = bad.reduce(0) { $0 + $1.transition.periodSeconds.count }
        let shifted = Double(now) / Double(periodCount) - Double(before) / Double(normalCount)
        let evidence = likelihoodRatio(now, of: periodCount, before, of: normalCount)
        guard shifted >= weights["flow_least_shift"], evidence >= weights["flow_least_evidence"],
            let worst = bad.max(by: {
                ($0.transition.periodSeconds.count, statement($1.to)) < (
                    $1.transition.periodSeconds.count, statement($0.to)
                )
            }), let first = worst.transition.first
        else { return nil }
        let other = statement(worst.to)
        return ChangedStep(
            entity: missed.entity, strength: shifted.squareRoot() * min(1, evidence / weights["flow_full_evidence"]),
            text: "In \(now) of \(periodCount) requests (normally \(before) of \(normalCount)) "
                + "'\(Self.short(other))' came instead of '\(Self.short(missed))'",
            location: location(of: first), time: Timestamp(nanoseconds: first.nanoseconds))
    }

    /// Two templates that begin alike for most of their words, or differ in one, are mostly one statement with a parameter
    /// that is a word or a list.
    private static func isSameStatement(_ left: RequestLog.Statement, _ right: RequestLog.Statement) -> Bool {
        guard left.entity == right.entity, left.isError == right.isError else { return false }
        let (first, second) = (left.template.text.split(separator: " "), right.template.text.split(separator: " "))
        let pairs = zip(first, second)
        if first.count == second.count, pairs.count(where: { $0 != $1 }) <= 1 { return true }
        let commonCount = Array(pairs.prefix { $0 == $1 }).count
        return commonCount * 10 >= min(first.count, second.count) * 7
    }

    private static func short(_ statement: RequestLog.Statement) -> String {
        "\(CallGraph.group(statement.entity.name)): \(statement.template.text.suffix(80))"
    }

    private func location(of step: RequestLog.Step) -> Location {
        Location(source: log.sources[Int(step.source)], line: step.line, byte: step.byte)
    }

    // MARK: Slow hops

    private struct Hop: Hashable { let first, second: Entity }

    private struct HopCount {
        var slow = 0
        var all = 0
        var normallySlow = 0
        var normally = 0
        var excess: [Double] = []
        var step: RequestLog.Step?
    }

    private mutating func findSlowHops() {
        var counts: [Hop: HopCount] = [:]
        let leastNormal = weights["flow_least_normal"] - 1
        for (key, transition) in transitions
        where Double(transition.normalSeconds.count) >= leastNormal
            && !transition.periodSeconds.isEmpty
        {
            let sorted = transition.normalSeconds.sorted()
            let usual = RobustStatistics.quantile(0.5, ofSorted: sorted)
            let spread = max(RobustStatistics.quantile(0.9, ofSorted: sorted) - usual, 0.3 * usual, 0.002)
            let limit = usual + 3 * spread
            let (one, two) = (statement(key.from).entity, statement(key.to).entity)
            var count = counts[Hop(first: min(one, two), second: max(one, two)), default: HopCount()]
            let slow = transition.periodSeconds.filter { $0 > limit }
            count.slow += slow.count
            count.all += transition.periodSeconds.count
            count.normallySlow += sorted.count { $0 > limit }
            count.normally += sorted.count
            count.excess += slow.map { $0 - usual }
            if !slow.isEmpty, let first = transition.first, count.step.map({ isEarlier(first, $0) }) ?? true {
                count.step = first
            }
            counts[Hop(first: min(one, two), second: max(one, two))] = count
        }
        for (hop, count) in counts {
            let shifted = Double(count.slow) / Double(max(1, count.all))
            let evidence = likelihoodRatio(count.slow, of: count.all, count.normallySlow, of: count.normally)
            guard Double(count.all) >= weights["flow_least_period"], shifted >= 1.5 * weights["flow_least_shift"],
                evidence >= weights["flow_least_evidence"], let step = count.step
            else { continue }
            let excess = Deviation.short(RobustStatistics.median(count.excess))
            let way =
                hop.first == hop.second
                ? "within \(hop.first.name)" : "between \(hop.first.name) and \(hop.second.name)"
            slowHops.append(
                SlowHop(
                    ends: (hop.first, hop.second), slowCount: count.slow,
                    strength: shifted * min(1, evidence / weights["flow_full_evidence"]),
                    text: "\(count.slow) of \(count.all) steps \(way) took \(excess) s longer than usual",
                    location: location(of: step), time: Timestamp(nanoseconds: step.nanoseconds)))
        }
        slowHops.sort { ($1.strength, $0.location, $0.text) < ($0.strength, $1.location, $1.text) }
    }
}
