import CulpritModel
import CulpritParse
import CulpritRules
import CulpritScan
import Testing

@testable import CulpritPipeline

struct ClockStepsTests {
    /// Records at these seconds of a day, of which those in `part` are looked at by themselves and added where that is
    /// the same.
    private static func steps(_ seconds: [Int], part: Range<Int>? = nil) throws -> (steps: ClockSteps, took: Bool) {
        var reader = try AnalyzedLog.reader()
        var (whole, own) = (ClockSteps(), ClockSteps())
        var number = 0
        var took = false
        func take(_ record: RecordBuffer) {
            if number == part?.upperBound, whole.takes(own) {
                whole.add(own)
                took = true
            }
            if let time = record.time {
                if part?.contains(number) == true {
                    own.add(time, line: record.line, byte: record.byte)
                } else {
                    whole.add(time, line: record.line, byte: record.byte)
                }
            }
            number += 1
        }
        for second in seconds {
            let clock = AnalyzedLog.clock(second)
            reader.read(Array("2026-03-04T\(clock)Z web-1 app: at work\n".utf8).span) { take($0) }
        }
        reader.finish { take($0) }
        return (whole, took)
    }

    /// At noon the clock goes back two hours, and half an hour later forward again.
    private static func seconds(late: Int?) -> [Int] {
        let before = (0..<20).map { 43_000 + $0 * 10 }
        var behind = (0..<180).map { 36_000 + $0 * 10 }
        if let late { behind[late] -= 200 }
        return before + behind + (0..<20).map { 45_000 + $0 * 10 }
    }

    @Test("A part behind the jump of a clock is added where nothing in it is late", arguments: [nil, 100])
    func behindJump(late: Int?) throws {
        let seconds = Self.seconds(late: late)
        var whole = try Self.steps(seconds).steps
        var parted = try Self.steps(seconds, part: 60..<160)
        #expect(parted.took == (late == nil))
        if parted.took { #expect(whole.finish() == parted.steps.finish()) }
    }
}
