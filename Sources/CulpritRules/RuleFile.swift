internal import CulpritModel
internal import CulpritScan
internal import Foundation

/// The text of one rule file.
package struct RuleFile: Sendable, Hashable {
    /// The path below `Rules/`, which says what the file holds: `bug/postgresql.yaml`.
    package let path: String
    /// The path to show in messages.
    package let shownPath: String
    package let text: String

    package init(path: String, shownPath: String? = nil, text: String) {
        (self.path, self.shownPath, self.text) = (path, shownPath ?? "Rules/\(path)", text)
    }

    /// The files that the binary carries.
    package static let builtIn = embeddedRuleFiles.filter { $0.path.hasSuffix(".yaml") }
        .map { RuleFile(path: $0.path, text: $0.text) }

    /// The folder with the user's own rules, where there is one (XDG Base Directory Specification).
    package static func userFolder(_ environment: [String: String]) -> String? {
        var folder: String?
        if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") {
            folder = "\(path)/culprit/rules"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            folder = "\(home)/.config/culprit/rules"
        }
        return folder.flatMap { path in
            guard case .folder = PathKind(path) else { return nil }
            return path
        }
    }

    /// Reads the `.yaml` files below `folder`, which is laid out as `Rules/` is.
    package static func files(in folder: String) throws(RuleSetError) -> [RuleFile] {
        // The enumerator of a folder that is not there is empty.
        guard case .folder = PathKind(folder),
            let names = FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String })
        else {
            throw RuleSetError(diagnostics: [
                Diagnostic(
                    "Cannot read the rules folder '\(folder)'.", at: Place(folder),
                    because: "It is not a readable folder.",
                    try: "Give '--rules' a folder with 'bug', 'hardware', 'network' or 'delay' in it.")
            ])
        }
        var files: [RuleFile] = []
        for name in names.sorted() where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
            let path = "\(folder)/\(name)"
            do {
                files.append(
                    RuleFile(path: name, shownPath: path, text: try String(contentsOfFile: path, encoding: .utf8)))
            } catch {
                throw RuleSetError(diagnostics: [
                    Diagnostic(
                        "Cannot read the rule file '\(path)'.", at: Place(path),
                        because: "It is not readable UTF-8 text.",
                        try: "Check its permissions and encoding.")
                ])
            }
        }
        return files
    }

    /// The name of the folder below `Rules/`, such as `bug` or `formats`.
    var folder: String { path.split(separator: "/").dropLast().first.map(String.init) ?? "" }
}
