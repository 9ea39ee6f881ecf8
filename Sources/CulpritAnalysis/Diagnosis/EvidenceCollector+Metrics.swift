internal import CulpritModel

/// Evidence of series and requests that were not as in normal time: of causes first, then of what they explain.
extension EvidenceCollector {
    /// A deviation of less strength is what normal time shows now and then.
    private var leastStrength: Double { weights["deviation_least_strength"] }
    /// A deviation of so much strength is there, when it is asked whether others share or explain one.
    private var standing: Double { weights["deviation_standing"] }

    mutating func collectMetrics(_ finder: DeviationFinder, _ flow: RequestFlow) {
        let deviations = finder.deviations(of: input.series)
        collectResources(deviations)
        collectWindows(input.windows.filter { $0.direction == .gap })
        let paths = PathShares.series(of: input.series.map(\.series), resolution: weights["path_resolution"])
        collectPaths(finder.deviations(of: paths))
        collectSlowHops(flow)
        collectChangedSteps(flow)
        collectLostCalls(deviations)
        collectSymptoms(deviations)
    }

    private mutating func add(_ deviation: Deviation, weight: Double, to key: SuspectKey) {
        add(
            Evidence(
                kind: .window, speaksFor: true, weight: weight,
                location: deviation.location, time: deviation.span.from,
                text: deviation.text, rule: nil),
            to: key, over: deviation.span)
    }

    // MARK: Causes

    /// Series that mean a category themselves; of each signal on an entity the strongest counts.
    private mutating func collectResources(_ deviations: [Deviation]) {
        var crowds: [String: Set<String>] = [:]
        func crowd(_ deviation: Deviation) -> String {
            "\(deviation.series.name)\u{0}\(deviation.direction.rawValue)"
        }
        for deviation in deviations where deviation.strength >= standing {
            crowds[crowd(deviation), default: []].insert(deviation.series.entity.name)
        }
        var strongest: [SuspectKey: [String: (Deviation, Double)]] = [:]
        for deviation in deviations where deviation.strength >= leastStrength {
            guard let category = deviation.signal.category else { continue }
            let others = (crowds[crowd(deviation)] ?? []).subtracting([deviation.series.entity.name]).count
            let weight =
                deviation.signal.weight * weights["deviation"] * deviation.strength * crowdFactor(others)
            let key = SuspectKey(subject: Subject(deviation.series.entity), category: category)
            if (strongest[key]?[deviation.signal.id]?.1 ?? 0) < weight {
                strongest[key, default: [:]][deviation.signal.id] = (deviation, weight)
            }
        }
        for (key, bySignal) in strongest.sorted(by: { $0.key < $1.key }) {
            for (_, (deviation, weight)) in bySignal.sorted(by: { $0.key < $1.key }) {
                add(deviation, weight: weight, to: key)
            }
        }
    }

    /// What the way between both ends of a call adds, blamed on the end that the bad paths share.
    private mutating func collectPaths(_ deviations: [Deviation]) {
        let bad = deviations.filter { $0.strength >= standing }
        let ends = sharedEnds(
            of: bad.map {
                BadPath(
                    caller: CallGraph.group($0.series.entity.name), callee: CallGraph.group($0.series.peer ?? ""),
                    badness: $0.strength)
            })
        for (deviation, end) in zip(bad, ends) {
            add(deviation, weight: weights["path"] * deviation.strength, to: suspect(end, .network))
        }
    }

    private mutating func collectSlowHops(_ flow: RequestFlow) {
        let paths = flow.slowHops.map { hop in
            let (one, two) = (CallGraph.group(hop.ends.0.name), CallGraph.group(hop.ends.1.name))
            let isReversed = graph.callees(of: two).contains(one)
            return BadPath(
                caller: isReversed ? two : one, callee: isReversed ? one : two, badness: Double(hop.slowCount))
        }
        for ((hop, path), end) in zip(zip(flow.slowHops, paths), sharedEnds(of: paths)) {
            let isWithin = path.caller == path.callee
            add(
                Evidence(
                    kind: .window, speaksFor: true, weight: weights["slow_hop"] * hop.strength,
                    location: hop.location, time: hop.time, text: hop.text, rule: nil),
                to: suspect(end, isWithin ? .delay : .network), over: TimeSpan(from: hop.time, to: hop.time))
        }
    }

    private mutating func collectChangedSteps(_ flow: RequestFlow) {
        for change in flow.changes {
            add(
                Evidence(
                    kind: .template, speaksFor: true, weight: weights["changed_step"] * change.strength,
                    location: change.location, time: change.time, text: change.text, rule: nil),
                to: SuspectKey(subject: Subject(change.entity), category: .bug),
                over: TimeSpan(from: change.time, to: change.time))
        }
    }

    /// Who is still asked as often but no longer asks others has taken another way in its code.
    private mutating func collectLostCalls(_ deviations: [Deviation]) {
        var fallen: [String: Deviation] = [:]
        for deviation in deviations where deviation.signal.id == "traffic" && deviation.direction == .down {
            let name = CallGraph.group(deviation.series.entity.name)
            if (fallen[name]?.strength ?? 0) < deviation.strength { fallen[name] = deviation }
        }
        let callers = Set(fallen.keys.flatMap { graph.callers(of: $0) })
        for caller in callers.sorted() {
            let own = fallen[caller]?.strength ?? 0
            let lost = graph.callees(of: caller).compactMap { fallen[$0] }
                .max { ($0.strength, $1.series) < ($1.strength, $0.series) }
            guard let lost, lost.strength >= standing, own < leastStrength else { continue }
            add(lost, weight: weights["lost_calls"] * lost.strength, to: suspect(caller, .bug))
        }
    }

    /// Evidence about a name goes to the cause that the rest of it names: a machine at its limit makes its calls slow.
    private func suspect(_ name: String, _ category: Category) -> SuspectKey {
        let subject = subject(name)
        guard category != .bug else { return SuspectKey(subject: subject, category: category) }
        let hardware = suspects.reduce(0.0) { sum, one in
            one.key.category == .hardware && one.key.subject.group == name ? max(sum, one.value.score) : sum
        }
        return SuspectKey(subject: subject, category: hardware >= weights["mechanism"] ? .hardware : category)
    }

    // MARK: Symptoms

    private struct Symptom {
        var slow: Deviation?
        var failing: Deviation?

        var worst: Deviation? { [slow, failing].compactMap(\.self).max { $0.strength < $1.strength } }
        var strength: Double { worst?.strength ?? 0 }
    }

    /// What users of an entity feel speaks for it as far as nothing that it calls feels the same.
    private mutating func collectSymptoms(_ deviations: [Deviation]) {
        var symptoms: [String: Symptom] = [:]
        for deviation in deviations where deviation.signal.isImpact && deviation.signal.category == nil {
            // What an entity sees as a client is about what it calls.
            guard !deviation.series.name.lowercased().contains("client"), deviation.strength >= leastStrength
            else { continue }
            let name = CallGraph.group(deviation.series.peer ?? deviation.series.entity.name)
            let path =
                deviation.signal.id == "latency" ? \Symptom.slow : \Symptom.failing
            let known = symptoms[name]?[keyPath: path]
            if (known?.strength ?? 0) < deviation.strength {
                symptoms[name, default: Symptom()][keyPath: path] = deviation
            }
        }
        let felt = symptoms.filter { graph.isEntry($0.key) }
        for (name, symptom) in symptoms where symptom.strength >= standing {
            symptomatic[name] = symptom.strength * (symptom.worst.map { fit($0, of: name, felt) } ?? 1)
        }
        for (name, symptom) in symptoms.sorted(by: { $0.key < $1.key }) {
            func own(_ path: KeyPath<Symptom, Deviation?>) -> Double {
                guard let deviation = symptom[keyPath: path] else { return 0 }
                let below = graph.callees(of: name).compactMap { symptoms[$0]?[keyPath: path]?.strength }.max() ?? 0
                let unexplained = min(1, (1 - below) / (1 - leastStrength))
                return deviation.strength * unexplained * fit(deviation, of: name, felt)
            }
            let failing = own(\.failing)
            for (deviation, share) in [(symptom.failing, failing), (symptom.slow, own(\.slow))] {
                guard let deviation, share > 0 else { continue }
                // What fails is slow too, for those who try again or wait.
                let isSlow = deviation.signal.id == "latency" && failing < standing
                add(
                    deviation, weight: weights["own_symptom"] * share,
                    to: explained(name, by: deviation, isSlow ? .delay : .bug))
            }
        }
    }

    /// How much of a symptom's weight is left for how well it explains what users feel at the entries: theirs come and go
    /// with it, and it concerns as many requests.
    private func fit(_ deviation: Deviation, of name: String, _ felt: [String: Symptom]) -> Double {
        let fits = graph.dependents(of: name).flatMap { entry in
            [felt[entry]?.slow, felt[entry]?.failing].compactMap(\.self).map { symptom in
                max(0, deviation.agreement(with: symptom)) * extent(deviation, of: name, against: symptom, of: entry)
            }
        }
        guard let best = fits.max() else { return 1 }
        return weights["unfitting_symptom"] + (1 - weights["unfitting_symptom"]) * best
    }

    /// The part of what users feel that a symptom of what they depend on can make, where both count it the same way.
    private func extent(
        _ deviation: Deviation, of name: String, against symptom: Deviation, of entry: String
    ) -> Double {
        guard deviation.series.name == symptom.series.name, let counts = traffic[name], let all = traffic[entry],
            let measure = counts.keys.filter({ all[$0] != nil }).min(),
            let count = counts[measure], let total = all[measure]
        else { return 1 }
        let whole = (symptom.observed - symptom.usual).magnitude * total
        return whole > 0 ? min(1, (deviation.observed - deviation.usual).magnitude * count / whole) : 1
    }

    /// The suspect that a symptom of `name` adds to: the strongest one that is there already, else one of its own.
    private func explained(_ name: String, by deviation: Deviation, _ category: Category) -> SuspectKey {
        let known = suspects.filter { $0.key.subject.group == name && $0.value.score >= weights["mechanism"] }
            .max { ($0.value.score, $1.key) < ($1.value.score, $0.key) }
        let own = Subject(deviation.series.entity)
        let isUnit = deviation.series.peer == nil && own.unit != nil
        return known?.key ?? SuspectKey(subject: isUnit ? own : subject(name), category: category)
    }
}
