/// Where the samples of a series are told in one source: of each step, mostly a minute, the first of them.
///
/// Changes of the steps in time, lines and bytes are kept, which are mostly none: a place takes one to three bytes.
package struct SamplePlaces: Sendable, Hashable {
    package let source: String
    private var bytes: [UInt8] = []
    private var last = Cursor()
    private let step: LogStep
    private var lastStart = Int64.min

    private struct Cursor: Sendable, Hashable {
        var time: Int64 = 0
        var timeStep: Int64 = 0
        var line: Int64 = 0
        var lineStep: Int64 = 0
        var byte: Int64 = 0
        var byteStep: Int64 = 0
    }

    package init(source: String, step: LogStep = .minute) { (self.source, self.step) = (source, step) }

    package var isEmpty: Bool { bytes.isEmpty }

    package var byteCount: Int { bytes.count }

    /// Notes a sample that is not of the step of the one before; the order of time is that of the calls.
    package mutating func append(_ time: Timestamp, line: Int, byte: Int) {
        let start = step.start(of: time).nanoseconds
        guard start != lastStart else { return }
        lastStart = start
        let timeStep = time.nanoseconds &- last.time
        let (lineStep, byteStep) = (Int64(line) &- last.line, Int64(byte) &- last.byte)
        let isRegular = timeStep == last.timeStep && lineStep == last.lineStep
        put(Self.zigzag(byteStep &- last.byteStep) << 1 | (isRegular ? 0 : 1))
        if !isRegular {
            put(Self.zigzag(timeStep &- last.timeStep))
            put(Self.zigzag(lineStep &- last.lineStep))
        }
        last = Cursor(
            time: time.nanoseconds, timeStep: timeStep, line: Int64(line), lineStep: lineStep, byte: Int64(byte),
            byteStep: byteStep)
    }

    /// Gives back memory that was kept for more places.
    package mutating func shrink() { bytes = Array(bytes[...]) }

    /// A line and its first byte, and the time of the sample in it.
    package struct Place: Sendable, Hashable {
        package let time: Timestamp
        package let line: Int
        package let byte: Int

        package init(time: Timestamp, line: Int, byte: Int) { (self.time, self.line, self.byte) = (time, line, byte) }
    }

    /// The places in the order in which they were noted.
    package var all: [Place] {
        var (cursor, index) = (Cursor(), 0)
        var all: [Place] = []
        while index < bytes.count {
            let head = number(&index)
            cursor.byteStep &+= Self.unzigzag(head >> 1)
            if head & 1 == 1 {
                cursor.timeStep &+= Self.unzigzag(number(&index))
                cursor.lineStep &+= Self.unzigzag(number(&index))
            }
            cursor.time &+= cursor.timeStep
            cursor.line &+= cursor.lineStep
            cursor.byte &+= cursor.byteStep
            all.append(
                Place(time: Timestamp(nanoseconds: cursor.time), line: Int(cursor.line), byte: Int(cursor.byte)))
        }
        return all
    }

    // MARK: Numbers

    private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    private static func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(value & 1) }

    /// Appends seven bits a byte, the low ones first; all but the last have the highest bit set.
    private mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private func number(_ index: inout Int) -> UInt64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while bytes[index] >= 0x80 {
            value |= UInt64(bytes[index] & 0x7F) << shift
            (shift, index) = (shift + 7, index + 1)
        }
        value |= UInt64(bytes[index]) << shift
        index += 1
        return value
    }
}

extension Series {
    /// The first line that tells a sample in `span`, else the last before it; the first line of the source where no
    /// sample's is known.
    package func location(in span: TimeSpan) -> Location {
        var best: (isInside: Bool, time: Timestamp, location: Location)?
        for source in places {
            for place in source.all where place.time < span.to {
                let isInside = place.time >= span.from
                if let best {
                    // Inside the first counts, before it the last; of two at one moment the first in the source.
                    let isFirst = isInside ? place.time <= best.time : place.time >= best.time
                    guard isInside != best.isInside ? isInside : isFirst else { continue }
                }
                let location = Location(source: source.source, line: place.line, byte: place.byte)
                if let best, best.isInside == isInside, best.time == place.time, best.location < location { continue }
                best = (isInside, place.time, location)
            }
        }
        return best?.location ?? Location(source: source, line: 1, byte: 0)
    }
}
