internal import Foundation

/// A file to read, found from the paths that the user named.
package struct InputFile: Sendable, Hashable {
    package let path: String
    package let byteCount: Int
    /// When it was last written, in seconds since the epoch; `nil` for standard input.
    package let modifiedSeconds: Int64?
}

/// Finds the files below the inputs.
package enum InputWalker {
    /// Returns the files below `inputs` in the order of their paths, each once, and what could not be listed.
    ///
    /// Symbolic links are followed unless they lead back; FIFOs, sockets and devices are left out.
    package static func files(of inputs: [String]) -> (files: [InputFile], problems: [SourceError]) {
        var walk = Walk()
        for input in inputs { walk.visit(input, isNamed: true) }
        return (walk.files, walk.problems)
    }

    private struct Walk {
        var files: [InputFile] = []
        var problems: [SourceError] = []
        var seen: Set<String> = []

        mutating func visit(_ path: String, isNamed: Bool) {
            if path == "-" {
                if seen.insert("-").inserted {
                    files.append(InputFile(path: "-", byteCount: 0, modifiedSeconds: nil))
                }
                return
            }
            switch PathKind(path) {
            case .file(let byteCount, let modified, let identity):
                guard seen.insert(identity).inserted else { return }
                files.append(InputFile(path: path, byteCount: byteCount, modifiedSeconds: modified))
            case .folder(let identity):
                guard seen.insert(identity).inserted else { return }
                do {
                    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
                        visit(path.hasSuffix("/") ? path + name : "\(path)/\(name)", isNamed: false)
                    }
                } catch {
                    problems.append(.cannotList(path, why: SystemFile.lastError()))
                }
            case .special:
                if isNamed { problems.append(.cannotOpen(path, why: "it is neither a file nor a folder")) }
            case .missing(let why):
                problems.append(.cannotOpen(path, why: why))
            }
        }
    }
}
