internal import CulpritModel

/// At which hours and on which days of the week a series is high again and again.
struct SlowTimes {
    /// Hours of the day (UTC); empty where it was once, or where most hours are alike.
    let hours: [Int]
    /// Days of the week, 1 for Monday to 7 for Sunday; empty as above.
    let weekdays: [Int]

    /// How many samples of an hour or weekday there are, and how many are high, by the day or week.
    private struct Share {
        var count = 0
        var highByTurn: [Int64: Int] = [:]

        var rate: Double { count > 0 ? Double(highByTurn.values.reduce(0, +)) / Double(count) : 0 }

        /// Whether there are two turns of which one is nearly as high as the other.
        var isAgain: Bool {
            let most = highByTurn.values.max() ?? 0
            return highByTurn.values.count { $0 * 4 >= most } > 1
        }
    }

    /// Takes samples, and the value above which one is high.
    init(_ samples: [Sample], limit: Double) {
        var hours: [Int: Share] = [:]
        var weekdays: [Int: Share] = [:]
        for sample in samples {
            let time = sample.time.weekTime
            let (hour, weekday) = (time.secondOfDay / 3_600, time.weekday + 1)
            hours[hour, default: Share()].count += 1
            weekdays[weekday, default: Share()].count += 1
            guard sample.value > limit else { continue }
            hours[hour]?.highByTurn[time.day, default: 0] += 1
            weekdays[weekday]?.highByTurn[time.week, default: 0] += 1
        }
        self.hours = Self.standingOut(hours, of: 24)
        self.weekdays = Self.standingOut(weekdays, of: 7)
    }

    /// Those that are at least half as often high as the one that is so most, where that has come again.
    private static func standingOut(_ shares: [Int: Share], of count: Int) -> [Int] {
        let most = shares.values.filter(\.isAgain).map(\.rate).max() ?? 0
        guard most > 0 else { return [] }
        let named = shares.filter { $0.value.isAgain && $0.value.rate * 2 >= most }.keys.sorted()
        return named.count * 4 <= count * 3 ? named : []
    }
}
