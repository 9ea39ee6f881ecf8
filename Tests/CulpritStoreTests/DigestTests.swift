import CulpritModel
import CulpritStore
import Testing

struct DigestTests {
    @Test("A day is held against the days before")
    func secondDay() throws {
        let stored = try TemporaryCase()
        try stored.file.store(CaseFixture.contents)
        let digest = try stored.file.digest(day: CaseFixture.secondDay)
        #expect(digest.previousDayCount == 1)
        #expect(digest.records == Digest.Comparison(count: 3, meanBefore: 5))
        #expect(digest.errors == Digest.Comparison(count: 3, meanBefore: 0))
        #expect(digest.events == Digest.Comparison(count: 1, meanBefore: 1))
        #expect(digest.categories.map(\.category) == Category.allCases)
        #expect(digest.categories[1].events == Digest.Comparison(count: 1, meanBefore: 1))
        #expect(digest.newCrashes.map(\.signature) == ["s2"])
        #expect(digest.newCrashes.map(\.count) == [40])
        #expect(digest.vanishedCrashes.map(\.signature) == ["s1"])
        #expect(digest.returnedCrashes == [])
        #expect(digest.newRules == [Digest.RuleCount(rule: "disk-io-error", title: "The disk does not read", count: 1)])
        #expect(digest.noisiest.map(\.entity.name) == ["db-3"])
        #expect(digest.congestion.count == 1)
        #expect(!digest.isQuiet)
    }

    @Test("A day after everything is quiet, and what stopped is said")
    func quietDay() throws {
        let stored = try TemporaryCase()
        try stored.file.store(CaseFixture.contents)
        let from = CaseFixture.secondDay.to
        let digest = try stored.file.digest(day: TimeSpan(from: from, to: from.advanced(bySeconds: 86_400)))
        #expect(digest.previousDayCount == 2)
        #expect(digest.isQuiet)
        #expect(digest.vanishedCrashes.map(\.signature) == ["s2"])
    }

    @Test("Days are counted")
    func days() throws {
        let stored = try TemporaryCase()
        try stored.file.store(CaseFixture.contents)
        #expect(
            try stored.file.dailyCounts() == [
                DayCount(day: CaseFixture.firstDay, records: 5, errors: 0, events: 1),
                DayCount(day: CaseFixture.secondDay.from, records: 3, errors: 3, events: 1),
            ])
    }
}
