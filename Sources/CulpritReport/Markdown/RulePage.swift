package import CulpritModel

/// A page about the rules: how many there are and of what, then each of them.
package struct RulePage {
    /// A rule and the file that it stands in.
    package struct Entry {
        let rule: Rule
        let file: String

        package init(rule: Rule, file: String) { (self.rule, self.file) = (rule, file) }

        /// The file's name, which is that of a program or subsystem.
        var system: String {
            String(file.split(separator: "/").last?.prefix { $0 != "." } ?? "")
        }
    }

    private let entries: [Entry]

    /// `entries` are in the order of the page.
    package init(_ entries: [Entry]) { self.entries = entries }

    package var markdown: String { summary + "\n" + sections.joined(separator: "\n") }

    /// The folders in the order of the entries.
    private var folders: [String] {
        var folders: [String] = []
        for entry in entries where !folders.contains(entry.rule.folder) { folders.append(entry.rule.folder) }
        return folders
    }

    private var summary: String {
        var lines = ["| category | rules | about |", "|---|---|---|"]
        for folder in folders {
            let inside = entries.filter { $0.rule.folder == folder }
            let systems = Set(inside.map(\.system)).sorted().map(markdownProse).joined(separator: ", ")
            lines.append("| \(folder) | \(inside.count) | \(systems) |")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private var sections: [String] {
        folders.map { folder in
            let rows = entries.filter { $0.rule.folder == folder }.map { entry in
                "| \(markdownCode(entry.rule.id)) | \(entry.rule.severity.name) | \(markdownProse(entry.rule.title)) "
                    + "| \(markdownProse(entry.rule.explanation)) |\n"
            }
            return "## \(folder)\n\n| rule | severity | title | what it means |\n|---|---|---|---|\n" + rows.joined()
        }
    }
}
