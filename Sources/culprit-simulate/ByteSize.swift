internal import ArgumentParser

/// A number of bytes written as '200KB', '50MB' or '5GB'; a thousand, not 1024, is a KB.
struct ByteSize: ExpressibleByArgument {
    let byteCount: Int

    init(byteCount: Int) { self.byteCount = byteCount }

    init?(argument: String) {
        let digits = argument.prefix { $0.isNumber || $0 == "." }
        let factor: Double
        switch argument.dropFirst(digits.count).uppercased() {
        case "", "B": factor = 1
        case "K", "KB": factor = 1e3
        case "M", "MB": factor = 1e6
        case "G", "GB": factor = 1e9
        default: return nil
        }
        guard let number = Double(digits), number > 0, number * factor < 1e13 else { return nil }
        byteCount = Int(number * factor)
    }

    var defaultValueDescription: String { "\(byteCount / 1_000_000)MB" }
}
