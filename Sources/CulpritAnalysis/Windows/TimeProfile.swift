internal import CulpritModel

/// What the samples of each time of the day, or of the week, usually are, and how much they vary.
struct TimeProfile {
    /// Which times are held to be alike.
    enum Cycle: CaseIterable {
        /// The same time on any day.
        case day
        /// The same time on any working day, and on any day of a weekend.
        case workday
        /// The same time on the same day of the week.
        case week

        /// Of so many days at least it tells something.
        var leastDays: Double {
            switch self {
            case .day: 3
            case .workday: 13.5
            case .week: 20.5
            }
        }
    }

    /// What is usual at each of the samples, told by the other days or weeks.
    let values: [Double]
    /// As much of it as nearly all of these others have, where that is beyond chance; elsewhere 0.
    let certain: [Double]
    /// How far the values are off in the middle, where samples tell what is usual.
    let error: Double
    private let slots: [Int]

    private static let slotSeconds = 1_800
    /// In a day.
    private static let slotCount = 86_400 / slotSeconds
    /// A day or a week is told by the others, so that it does not take itself for usual; more than these are put together.
    private static let mostFolds = 8
    /// Fewer other days or weeks say nothing of a time.
    private static let leastCount = 2
    /// What all others have is beyond chance from so many typical distances on.
    private static let beyondChance = 5.0
    /// How much samples vary is told by as many.
    private static let leastSpreadCount = 16

    /// Takes the samples' distances from their level, and which of them tell what is usual.
    init(_ cycle: Cycle, of rests: [Double], at times: [Timestamp], from isReference: [Bool]) {
        var places: [(slot: Int, turn: Int)] = []
        for time in times {
            let time = time.weekTime
            let slot = time.secondOfDay / Self.slotSeconds
            switch cycle {
            case .day: places.append((slot, Int(time.day)))
            case .workday: places.append((slot + (time.weekday >= 5 ? Self.slotCount : 0), Int(time.day)))
            case .week: places.append((slot + Self.slotCount * time.weekday, Int(time.week)))
            }
        }
        let (slots, folds) = (
            places.map(\.slot), places.map { ($0.turn % Self.mostFolds + Self.mostFolds) % Self.mostFolds }
        )
        var members: [[[Double]]] = Array(
            repeating: Array(repeating: [], count: Self.mostFolds), count: (slots.max() ?? 0) + 1)
        for index in slots.indices where isReference[index] { members[slots[index]][folds[index]].append(rests[index]) }
        let typical = RobustStatistics.median(rests.indices.lazy.filter { isReference[$0] }.map { rests[$0].magnitude })
        let usual = members.map { Self.usual($0, least: Self.beyondChance * typical) }
        let found = rests.indices.map { usual[slots[$0]][isReference[$0] ? folds[$0] : Self.mostFolds] }
        (self.slots, values, certain) = (slots, found.map(\.value), found.map(\.certain))
        error = RobustStatistics.median(
            rests.indices.lazy.filter { isReference[$0] }.map { (rests[$0] - found[$0].value).magnitude })
    }

    /// What the samples of one time are, told by all folds but each, and at last by all of them.
    private static func usual(_ folds: [[Double]], least: Double) -> [(value: Double, certain: Double)] {
        let medians = folds.map { $0.isEmpty ? nil : RobustStatistics.median($0) }
        return (0...mostFolds).map { fold in
            let others = medians.indices.filter { $0 != fold }.compactMap { medians[$0] }.sorted()
            guard others.count >= leastCount else { return (0, 0) }
            let tail = others.count / 3
            let (low, high) = (others[tail], others[others.count - 1 - tail])
            return (RobustStatistics.median(others), low > least ? low : high < -least ? high : 0)
        }
    }

    /// How much the samples of each time vary, of what they vary by at all times: 1 where that cannot be told.
    func spreads(of rests: [Double], from isReference: [Bool]) -> [Double] {
        guard error > 0 else { return rests.map { _ in 1 } }
        var members: [[Double]] = Array(repeating: [], count: (slots.max() ?? 0) + 1)
        for index in rests.indices where isReference[index] {
            members[slots[index]].append((rests[index] - values[index]).magnitude)
        }
        let spreads = members.indices.map { slot in
            let near = members[max(0, slot - 1)...min(members.count - 1, slot + 1)].flatMap(\.self)
            guard near.count >= Self.leastSpreadCount else { return 1.0 }
            // Few samples tell it: half of the way is believed, and a calm time makes nothing more unusual.
            return max(1, min(2, (RobustStatistics.median(near) / error).squareRoot()))
        }
        return slots.map { spreads[$0] }
    }
}
