internal import Foundation

/// A file to read, found from the paths that the user named.
package struct InputFile: Sendable, Hashable {
    package let path: String
    /// The input that led to it: the file itself, or a folder above it.
    package let root: String
    package let byteCount: Int
    /// When it was last written, in seconds since the epoch; `nil` for standard input.
    package let modifiedSeconds: Int64?
}

/// Finds the files below the inputs.
package enum InputWalker {
    /// Returns the files below `inputs`, each once, and what could not be listed.
    ///
    /// They come in the order of the inputs and of their paths, the parts of a rotated log from the oldest on. Symbolic
    /// links are followed unless they lead back; FIFOs, sockets and devices are left out. An input that is no path is
    /// taken for a pattern.
    package static func files(of inputs: [String]) -> (files: [InputFile], problems: [SourceError]) {
        var walk = Walk()
        for input in inputs { walk.visit(input, root: input) }
        return (walk.files, walk.problems)
    }

    private struct Walk {
        var files: [InputFile] = []
        var problems: [SourceError] = []
        var seen: Set<String> = []

        mutating func visit(_ path: String, root: String) {
            if path == "-" {
                if seen.insert("-").inserted {
                    files.append(InputFile(path: "-", root: "-", byteCount: 0, modifiedSeconds: nil))
                }
                return
            }
            switch PathKind(path) {
            case .file(let byteCount, let modified, let identity):
                guard seen.insert(identity).inserted else { return }
                files.append(InputFile(path: path, root: root, byteCount: byteCount, modifiedSeconds: modified))
            case .folder(let identity):
                guard seen.insert(identity).inserted else { return }
                do {
                    let names = try FileManager.default.contentsOfDirectory(atPath: path).map(RotatedName.init)
                    for name in names.sorted() {
                        visit(path.hasSuffix("/") ? path + name.path : "\(path)/\(name.path)", root: root)
                    }
                } catch {
                    problems.append(.cannotList(path, why: SystemFile.lastError()))
                }
            case .special:
                if path == root { problems.append(.cannotOpen(path, why: "it is neither a file nor a folder")) }
            case .missing(let why):
                guard path == root, let pattern = PathPattern(path) else {
                    problems.append(.cannotOpen(path, why: why))
                    return
                }
                let paths = pattern.matches()
                if paths.isEmpty { problems.append(.cannotOpen(path, why: "Nothing matches this pattern")) }
                for path in paths { visit(path, root: path) }
            }
        }
    }
}
