/// What a report draws and reckons beside its causes; as small for a large case as for a small one.
package struct ReportDetails: Sendable, Hashable, Codable {
    /// What the charts over time show: the period and something on both sides of it.
    package var view: TimeSpan?
    package var impact: Impact?
    /// What set the best cause off: the last change before its first evidence, where it is on what is blamed.
    package var trigger: Report.Moment?
    /// The first thing that users felt.
    package var firstSymptom: Report.Moment?
    package var detection = Detection()
    /// What else had its part: other changes, other suspects, what was silent.
    package var factors: [String] = []
    /// By their first window or mark, the earliest first.
    package var lanes: [Lane] = []
    package var curves: [Curve] = []
    package var heat: HeatMap?
    /// Records by weekday (Monday first) and hour of the day in UTC; empty where less than a day was read.
    package var load: [[Double]] = []
    package var crashTrends: [CrashTrend] = []
    /// What would have told of the incident, the first to ring first.
    package var alerts: [AlertRule] = []
    package var origin = Origin()
    /// The rules without which the verdict would be another.
    package var restsOn: [Support] = []
    /// What would have helped, one of each kind; empty where nothing is blamed.
    package var computedRemedies: [ComputedRemedy] = []
    /// How scores became confidences.
    package var weighing = Weighing()
    /// What earlier cases have in common with this one, in the order in which they were given.
    package var earlier: [EarlierCase] = []

    package init() {}

    /// A rule that the verdict rests on, and what the verdict would be without it.
    package struct Support: Sendable, Hashable, Codable {
        package let rule: String
        /// `nil` for undetermined.
        package let category: Category?
        package let entity: String

        package init(rule: String, verdict: Verdict) {
            (self.rule, category, entity) = (rule, verdict.category, verdict.entity)
        }
    }

    /// The softmax of all scores: a cause's confidence is `exp(score / temperature - logOfSum)`.
    package struct Weighing: Sendable, Hashable, Codable {
        package var temperature = 1.0
        /// The score of there being no cause among those found.
        package var noneScore = 0.0
        /// The logarithm of the sum of `exp(score / temperature)` over all causes and none.
        package var logOfSum = 0.0

        package init() {}
    }

    /// One entity's row in the timeline chart.
    package struct Lane: Sendable, Hashable, Codable {
        package let entity: String
        package var windows: [Span] = []
        package var marks: [Mark] = []

        package init(entity: String) { self.entity = entity }
    }

    /// Windows of one entity that touch, drawn as one.
    package struct Span: Sendable, Hashable, Codable {
        package var span: TimeSpan
        /// 0...1, of the worst.
        package var score: Double
        package var what: String

        package init(span: TimeSpan, score: Double, what: String) {
            (self.span, self.score, self.what) = (span, score, what)
        }
    }

    package struct Mark: Sendable, Hashable, Codable {
        package let time: Timestamp
        /// `nil` for a crash or a change.
        package let category: Category?
        package let what: String
        package let location: Location

        package init(time: Timestamp, category: Category?, what: String, location: Location) {
            (self.time, self.category, self.what, self.location) = (time, category, what, location)
        }
    }

    /// One series over the view, in equal steps.
    package struct Curve: Sendable, Hashable, Codable {
        package let name: String
        package let entity: String
        package let source: String
        package let from: Timestamp
        package let stepSeconds: Double
        /// The worst sample of each step; `nil` where there was none.
        package let values: [Double?]
        /// What 90 % of the samples outside the period lie between; `nil` where there are too few.
        package let usual: Band?
        /// Where the series is anomalous.
        package let windows: [TimeSpan]

        package init(
            name: String, entity: String, source: String, from: Timestamp, stepSeconds: Double, values: [Double?],
            usual: Band?, windows: [TimeSpan]
        ) {
            (self.name, self.entity, self.source) = (name, entity, source)
            (self.from, self.stepSeconds, self.values) = (from, stepSeconds, values)
            (self.usual, self.windows) = (usual, windows)
        }
    }

    package struct Band: Sendable, Hashable, Codable {
        package let low: Double
        package let middle: Double
        package let high: Double

        package init(low: Double, middle: Double, high: Double) {
            (self.low, self.middle, self.high) = (low, middle, high)
        }
    }

    /// How congested each entity was in each step: the score of its worst window, 0 where there is none.
    package struct HeatMap: Sendable, Hashable, Codable {
        package struct Row: Sendable, Hashable, Codable {
            package let entity: String
            package var values: [Double]

            package init(entity: String, values: [Double]) { (self.entity, self.values) = (entity, values) }
        }

        package let from: Timestamp
        package let stepSeconds: Double
        package let rows: [Row]

        package init(from: Timestamp, stepSeconds: Double, rows: [Row]) {
            (self.from, self.stepSeconds, self.rows) = (from, stepSeconds, rows)
        }
    }

    /// How often one bug crashed in each step of what was read.
    package struct CrashTrend: Sendable, Hashable, Codable {
        package let signature: String
        package let title: String
        package let from: Timestamp
        package let stepSeconds: Double
        package let counts: [Int]

        package init(signature: String, title: String, from: Timestamp, stepSeconds: Double, counts: [Int]) {
            (self.signature, self.title, self.from) = (signature, title, from)
            (self.stepSeconds, self.counts) = (stepSeconds, counts)
        }
    }

    /// When it could have been known, and when it was.
    package struct Detection: Sendable, Hashable, Codable {
        package var firstEvidence: Timestamp?
        /// When the first of the rules that `alerts` writes would have fired.
        package var firstPossibleAlert: Timestamp?
        /// The rule that would have.
        package var alertName: String?
        /// The first word that monitoring sent to people, where a log tells of it.
        package var firstAlertSeen: Report.Moment?
        /// When the first measurement was there that shows users' trouble: the end of the first minute of it.
        package var impactMeasured: Timestamp?

        /// From the first alert that could have been to the first that was; 0 where that was no later.
        package var secondsLost: Double? {
            guard let firstAlertSeen, let firstPossibleAlert else { return nil }
            return max(0, firstAlertSeen.time.seconds(since: firstPossibleAlert))
        }

        package init() {}
    }

    /// What an earlier case has in common with this one.
    package struct EarlierCase: Sendable, Hashable, Codable {
        package let name: String
        package let period: TimeSpan?
        /// `nil` when undetermined.
        package let verdict: String?
        package let isSameVerdict: Bool
        /// The titles of bugs that crashed in both.
        package let commonCrashes: [String]
        /// The ids of rules that speak for the best cause of both.
        package let commonRules: [String]

        package init(
            name: String, period: TimeSpan?, verdict: String?, isSameVerdict: Bool, commonCrashes: [String],
            commonRules: [String]
        ) {
            (self.name, self.period, self.verdict, self.isSameVerdict) = (name, period, verdict, isSameVerdict)
            (self.commonCrashes, self.commonRules) = (commonCrashes, commonRules)
        }
    }

    /// What a person needs to come to the same report.
    package struct Origin: Sendable, Hashable, Codable {
        package var command = ""
        /// Of the rules that were used: their count and a digest of their files.
        package var rules = ""

        package init() {}
    }
}
