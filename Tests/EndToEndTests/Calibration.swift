/// How well verdicts and their confidences agree with what was done to the service.
struct Calibration {
    /// One investigated scenario.
    struct Outcome {
        let scenario: String
        /// Nothing was broken.
        let isCalm: Bool
        let isUndetermined: Bool
        let isCategoryRight: Bool
        let isEntityFirst: Bool
        /// Of the best cause, 0...1.
        let confidence: Double
        /// Of two faults at once, whether both are among the first causes; `nil` where there was one.
        var areBothFirst: Bool?

        var isRight: Bool { isCategoryRight && isEntityFirst }
        var hasBothFirst: Bool { areBothFirst == true }
    }

    /// The outcomes whose confidences are in one tenth of 0...1.
    struct Bin: Equatable {
        let index: Int
        let count: Int
        let meanConfidence: Double
        let rightShare: Double
    }

    let outcomes: [Outcome]

    private var outages: [Outcome] { outcomes.filter { !$0.isCalm } }

    var categoryShare: Double { Self.share(outages, \.isCategoryRight) }
    var entityShare: Double { Self.share(outages, \.isEntityFirst) }
    var calmShare: Double { Self.share(outcomes.filter(\.isCalm), \.isUndetermined) }

    /// Of what had two faults at once, how much has both of them among the first causes.
    var bothShare: Double { Self.share(outcomes.filter { $0.areBothFirst != nil }, \.hasBothFirst) }

    /// The tenths that hold an outcome.
    var bins: [Bin] {
        Dictionary(grouping: outcomes) { min(9, Int($0.confidence * 10)) }.sorted { $0.key < $1.key }.map {
            index, all in
            Bin(
                index: index, count: all.count,
                meanConfidence: all.reduce(0) { $0 + $1.confidence } / Double(all.count),
                rightShare: Self.share(all, \.isRight))
        }
    }

    /// The mean distance between confidence and share of right answers over the bins, by their counts.
    ///
    /// The expected calibration error of Naeini, Cooper and Hauskrecht, AAAI 2015.
    var error: Double {
        bins.reduce(0) { $0 + Double($1.count) * ($1.meanConfidence - $1.rightShare).magnitude }
            / Double(max(1, outcomes.count))
    }

    /// A table for people.
    var text: String {
        var lines = bins.map { bin in
            "confidence \(bin.index * 10) to \((bin.index + 1) * 10)%: \(bin.count) cases, said "
                + "\(Self.thousandths(bin.meanConfidence)), right \(Self.thousandths(bin.rightShare))"
        }
        for name in Set(outages.map(\.scenario)).sorted() {
            let own = Calibration(outcomes: outages.filter { $0.scenario == name })
            lines.append(
                "\(name): category \(Self.thousandths(own.categoryShare)), entity \(Self.thousandths(own.entityShare))")
        }
        lines.append("category \(Self.thousandths(categoryShare)), entity at rank 1 \(Self.thousandths(entityShare))")
        let pairs = Calibration(outcomes: outcomes.filter { $0.areBothFirst != nil })
        lines.append(
            "two faults at once, \(pairs.outcomes.count) cases: category of either \(Self.thousandths(pairs.categoryShare)), "
                + "entity of it first \(Self.thousandths(pairs.entityShare)), both among the first "
                + Self.thousandths(bothShare))
        lines.append("calm days undetermined \(Self.thousandths(calmShare))")
        lines.append("calibration error \(Self.thousandths(error))")
        return lines.joined(separator: "\n")
    }

    private static func share(_ outcomes: [Outcome], _ isTrue: KeyPath<Outcome, Bool>) -> Double {
        outcomes.isEmpty ? 1 : Double(outcomes.count { $0[keyPath: isTrue] }) / Double(outcomes.count)
    }

    private static func thousandths(_ value: Double) -> String {
        let digits = String(Int((value * 1_000).rounded()))
        return value >= 1 ? "1.000" : "0." + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}
