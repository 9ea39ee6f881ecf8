internal import CulpritModel
internal import CulpritScan

/// Numbers and times as metrics write them.
enum MetricValue {
    /// Returns a decimal number, `NaN` or `±Inf` in any case; nothing else may be in `text`.
    static func number(_ text: Span<UInt8>) -> Double? {
        guard let first = text.first else { return nil }
        var index = first == UInt8(ascii: "-") || first == UInt8(ascii: "+") ? 1 : 0
        guard index < text.count, text.count <= 64 else { return nil }
        var (mantissa, digitCount, exponent): (UInt64, Int, Int) = (0, 0, 0)
        var seesPoint = false
        while index < text.count {
            let byte = text[index]
            if isDigit(byte) {
                // 19 digits fit into 64 bits; more go the slow way.
                guard digitCount < 19 else { return slowNumber(text) }
                mantissa = mantissa * 10 + UInt64(byte - UInt8(ascii: "0"))
                digitCount += 1
                exponent -= seesPoint ? 1 : 0
            } else if byte == UInt8(ascii: "."), !seesPoint {
                seesPoint = true
            } else {
                return slowNumber(text)
            }
            index += 1
        }
        guard digitCount > 0 else { return nil }
        // Both operands are exact, so the quotient is rounded once: Clinger, "How to read floating point numbers".
        guard mantissa < 1 << 53, exponent >= -22 else { return slowNumber(text) }
        let magnitude = Double(mantissa) / powersOfTen[-exponent]
        return first == UInt8(ascii: "-") ? -magnitude : magnitude
    }

    static func number(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        return number(bytes.span)
    }

    private static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    private static func slowNumber(_ text: Span<UInt8>) -> Double? {
        let string = text.text
        if let number = Double(string) {
            // Swift also reads hexadecimal numbers, which identifiers look like.
            return string.utf8.contains { $0 | 0x20 == UInt8(ascii: "x") } ? nil : number
        }
        return switch string.lowercased() {
        case "+nan", "-nan": .nan
        default: nil
        }
    }

    /// Returns the moment that a number since the epoch tells: seconds, or the unit that its size makes likely.
    static func epochTime(_ value: Double) -> Timestamp? {
        // 1e11 seconds are the year 5138, 1e11 milliseconds are 1973.
        let nanosecondsPerUnit: Int64
        switch abs(value) {
        case ..<1e11: nanosecondsPerUnit = 1_000_000_000
        case ..<1e14: nanosecondsPerUnit = 1_000_000
        case ..<1e17: nanosecondsPerUnit = 1_000
        case ..<9.2e18: nanosecondsPerUnit = 1
        default: return nil
        }
        // The whole part is multiplied as an integer; a Double tells today's seconds no finer than microseconds.
        let whole = value.rounded(.down)
        let (high, overflow) = Int64(whole).multipliedReportingOverflow(by: nanosecondsPerUnit)
        let microseconds = ((value - whole) * Double(nanosecondsPerUnit) / 1_000).rounded()
        return overflow ? nil : Timestamp(nanoseconds: high &+ Int64(microseconds) &* 1_000)
    }

    /// Returns the moment that a whole number since the epoch tells, to the nanosecond.
    static func epochTime(_ value: Int64) -> Timestamp? {
        let nanosecondsPerUnit: Int64
        switch value.magnitude {
        case ..<100_000_000_000: nanosecondsPerUnit = 1_000_000_000
        case ..<100_000_000_000_000: nanosecondsPerUnit = 1_000_000
        case ..<100_000_000_000_000_000: nanosecondsPerUnit = 1_000
        default: nanosecondsPerUnit = 1
        }
        let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: nanosecondsPerUnit)
        return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}

extension Span<UInt8> {
    var first: UInt8? { isEmpty ? nil : self[0] }
    var last: UInt8? { isEmpty ? nil : self[count - 1] }

    /// Returns whether the bytes begin with those of `prefix`.
    func starts(with prefix: StaticString) -> Bool {
        "\(prefix)".utf8.count <= count && zip("\(prefix)".utf8, indices).allSatisfy { self[$1] == $0 }
    }
}
