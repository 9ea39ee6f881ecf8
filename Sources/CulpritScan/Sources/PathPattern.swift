internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// A path with wildcards that no shell expanded: `*`, `?` and `[…]` within a name, `**` for any folders.
package struct PathPattern {
    private let components: [Substring]
    private let start: String

    /// `nil` where `path` has no wildcard.
    init?(_ path: String) {
        guard path.contains(where: Self.isWildcard) else { return nil }
        components = path.split(separator: "/")
        start = path.hasPrefix("/") ? "/" : ""
    }

    /// The paths that match, in their order.
    func matches() -> [String] { matches(below: start, components[...]) }

    private func matches(below folder: String, _ rest: ArraySlice<Substring>) -> [String] {
        guard let component = rest.first else { return [folder] }
        let inner = rest.dropFirst()
        let join = { (name: String) in folder.isEmpty || folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)" }
        if component == "**" {
            // A link could lead back to where it is.
            let folders = Self.names(in: folder).map(join).filter { PathKind($0, followsLinks: false).isFolder }
            return matches(below: folder, inner) + folders.flatMap { matches(below: $0, rest) }
        }
        guard component.contains(where: Self.isWildcard) else {
            let path = join(String(component))
            return PathKind(path).exists ? matches(below: path, inner) : []
        }
        return Self.names(in: folder).filter { name in
            unsafe fnmatch(String(component), name, FNM_PERIOD) == 0
        }.flatMap { matches(below: join($0), inner) }
    }

    /// Whether all of `path`, or the end of it from a name on, matches `pattern`, in which `*` stands for folders too.
    package static func matches(_ path: String, _ pattern: String) -> Bool {
        unsafe fnmatch(pattern, path, 0) == 0 || fnmatch("*/" + pattern, path, 0) == 0
    }

    private static func names(in folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? "." : folder)
        return (names ?? []).sorted()
    }

    private static func isWildcard(_ character: Character) -> Bool { "*?[".contains(character) }
}
