/// Samples in few bytes: 100,000 series of a day of minutes take 0.5 GB here and 2.3 GB as an array.
///
/// Times are kept as changes of the step between them, values as changes of a decimal number, as in T. Pelkonen et al.,
/// "Gorilla: a fast, scalable, in-memory time series database", VLDB 2015, but in whole bytes: a first byte holds how
/// many bytes the time and the value take. What is no short decimal number is kept whole.
package struct SampleStore: Sendable, Hashable {
    private var bytes: [UInt8] = []
    private var last = Cursor()
    package private(set) var count = 0
    /// Values in a row that are no decimal numbers; then only the usual number of decimals is tried.
    private var wholeCount = 0

    /// What the next sample is told by.
    private struct Cursor: Sendable, Hashable {
        var time: Int64 = 0
        var step: Int64 = 0
        var decimals = 0
        var scaled: Int64 = 0
        var value = 0.0
    }

    /// How a sample's value is written, in the low half of its first byte; 1 to 8 are the bytes of a change.
    private enum ValueCode {
        static let same: UInt8 = 0
        static let whole: UInt8 = 9
        static let newDecimals: UInt8 = 10
    }

    /// How a sample's time is written, in the high half; 1 to 7 are the bytes of a change of the step in milliseconds.
    private enum TimeCode {
        static let sameStep: UInt8 = 0
        static let whole: UInt8 = 8
    }

    private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]
    private static let nanosecondsPerMillisecond: Int64 = 1_000_000

    package init() {}

    package init(_ samples: some Sequence<Sample>) {
        for sample in samples { append(sample) }
    }

    package var byteCount: Int { bytes.count }

    /// The time of the first sample.
    package var firstTime: Timestamp? {
        guard count > 0 else { return nil }
        var (cursor, index) = (Cursor(), 1)
        readTime(bytes[0] >> 4, &cursor, &index)
        return Timestamp(nanoseconds: cursor.time)
    }

    /// The time of the last sample.
    package var lastTime: Timestamp? { count == 0 ? nil : Timestamp(nanoseconds: last.time) }

    package mutating func append(_ sample: Sample) {
        let start = bytes.count
        bytes.append(0)
        let time = appendTime(sample.time.nanoseconds)
        let value = appendValue(sample.value)
        bytes[start] = time << 4 | value
        count += 1
    }

    /// Gives back memory that was kept for more samples.
    package mutating func shrink() { bytes = Array(bytes[...]) }

    /// The samples in the order in which they came.
    package var samples: [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(count)
        var (cursor, index) = (Cursor(), 0)
        for _ in 0..<count {
            let code = bytes[index]
            index += 1
            readTime(code >> 4, &cursor, &index)
            readValue(code & 0xF, &cursor, &index)
            samples.append(Sample(time: Timestamp(nanoseconds: cursor.time), value: cursor.value))
        }
        return samples
    }

    // MARK: Times

    private mutating func appendTime(_ time: Int64) -> UInt8 {
        let step = time &- last.time
        let change = step &- last.step
        (last.time, last.step) = (time, step)
        if change == 0 { return TimeCode.sameStep }
        let (milliseconds, rest) = change.quotientAndRemainder(dividingBy: Self.nanosecondsPerMillisecond)
        guard rest == 0 else {
            _ = append(UInt64(bitPattern: change), byteCount: 8)
            return TimeCode.whole
        }
        return append(Self.zigzag(milliseconds))
    }

    private func readTime(_ code: UInt8, _ cursor: inout Cursor, _ index: inout Int) {
        switch code {
        case TimeCode.sameStep: break
        case TimeCode.whole: cursor.step &+= Int64(bitPattern: number(8, &index))
        default:
            cursor.step &+= Self.unzigzag(number(Int(code), &index)) &* Self.nanosecondsPerMillisecond
        }
        cursor.time &+= cursor.step
    }

    // MARK: Values

    private mutating func appendValue(_ value: Double) -> UInt8 {
        defer { last.value = value }
        if count > 0, value == last.value { return ValueCode.same }
        let most = wholeCount < 4 ? Self.powers.count - 1 : last.decimals
        for decimals in last.decimals...most {
            guard let scaled = Self.scaled(value, decimals) else { continue }
            wholeCount = 0
            let change = scaled &- last.scaled
            last.scaled = scaled
            if decimals == last.decimals { return append(Self.zigzag(change)) }
            last.decimals = decimals
            bytes.append(UInt8(decimals))
            _ = append(UInt64(bitPattern: scaled), byteCount: 8)
            return ValueCode.newDecimals
        }
        wholeCount += 1
        _ = append(value.bitPattern, byteCount: 8)
        return ValueCode.whole
    }

    private func readValue(_ code: UInt8, _ cursor: inout Cursor, _ index: inout Int) {
        switch code {
        case ValueCode.same: return
        case ValueCode.whole:
            cursor.value = Double(bitPattern: number(8, &index))
            return
        case ValueCode.newDecimals:
            cursor.decimals = Int(bytes[index])
            index += 1
            cursor.scaled = Int64(bitPattern: number(8, &index))
        default: cursor.scaled &+= Self.unzigzag(number(Int(code), &index))
        }
        cursor.value = Double(cursor.scaled) / Self.powers[cursor.decimals]
    }

    /// Returns `value` times a power of ten, when it is a whole number that gives back exactly `value`.
    private static func scaled(_ value: Double, _ decimals: Int) -> Int64? {
        let scaled = (value * powers[decimals]).rounded()
        // Both are exact, so that the quotient is rounded once.
        guard scaled.magnitude < 9e15, scaled / powers[decimals] == value else { return nil }
        return Int64(scaled)
    }

    // MARK: Bytes

    private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    private static func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(value & 1) }

    /// Appends the low bytes of `value`, no more than are needed, and returns their count.
    private mutating func append(_ value: UInt64) -> UInt8 {
        append(value, byteCount: max(1, (71 - value.leadingZeroBitCount) / 8))
    }

    private mutating func append(_ value: UInt64, byteCount: Int) -> UInt8 {
        var rest = value
        for _ in 0..<byteCount {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
        return UInt8(byteCount)
    }

    private func number(_ byteCount: Int, _ index: inout Int) -> UInt64 {
        var value: UInt64 = 0
        for position in 0..<byteCount { value |= UInt64(bytes[index + position]) << UInt64(8 * position) }
        index += byteCount
        return value
    }
}
