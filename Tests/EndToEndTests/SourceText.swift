import CulpritScan
import Foundation

/// The decompressed text of a source, read without the program under test's own records.
struct SourceText {
    let bytes: [UInt8]
    private let starts: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// Reads the file at `path`, in any wrapping.
    static func of(_ path: String) throws -> SourceText {
        var bytes: [UInt8] = []
        _ = try SourceOpener.open(path) { source in while source.read(into: &bytes) {} }
        return SourceText(bytes)
    }

    /// The number of lines; a last one without a newline counts too.
    var lineCount: Int { starts.count - (bytes.isEmpty || bytes.last == 0x0A ? 1 : 0) }

    /// The line with this number, counted from 1, without its newline.
    func line(_ number: Int) -> String? {
        guard number >= 1, number <= lineCount else { return nil }
        let end = number < starts.count ? starts[number] - 1 : bytes.count
        return String(decoding: bytes[starts[number - 1]..<end], as: UTF8.self)
    }

    /// Where the line with this number begins.
    func byte(ofLine number: Int) -> Int? { starts.indices.contains(number - 1) ? starts[number - 1] : nil }
}
