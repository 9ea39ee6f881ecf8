internal import CulpritModel
internal import CulpritScan
internal import Foundation

/// Who calls whom: CSV with the header `caller,callee`.
enum Topology {
    private static let header = Array("caller,callee".utf8)

    static func isTopology(_ prefix: Span<UInt8>) -> Bool {
        guard prefix.count > header.count else { return false }
        return header.indices.allSatisfy { prefix[$0] == header[$0] }
            && (prefix[header.count] == 0x0A || prefix[header.count] == 0x0D)
    }

    /// Says whether a file is a topology; what cannot be read is none.
    static func isTopology(at path: String) -> Bool {
        var isTopology = false
        _ = try? SourceOpener.peek(path, byteCount: 64) { isTopology = Self.isTopology($0) }
        return isTopology
    }

    static func dependencies(in text: String) -> [Dependency] {
        text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line in
            let names = line.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            return names.count >= 2 ? Dependency(caller: names[0], callee: names[1]) : nil
        }
    }

    /// Reads the file that `--topology` names.
    static func read(_ path: String) throws(RunError) -> [Dependency] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { throw .cannotReadTopology(path) }
        guard isTopology(Array(text.utf8).span) else { throw .notTopology(path) }
        return dependencies(in: text)
    }
}
