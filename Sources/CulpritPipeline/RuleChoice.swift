internal import CulpritRules

/// Which rules a run uses: those of the binary, of the user's folder, and of further folders, without some.
package struct RuleChoice: Sendable {
    /// A folder in it replaces rules of those before.
    package let folders: [String]
    private let disabled: [String]

    /// `environment` tells where the user's folder is.
    package init(folders: [String] = [], disabled: [String] = [], environment: [String: String] = [:]) {
        self.folders = (RuleFile.userFolder(environment).map { [$0] } ?? []) + folders
        self.disabled = disabled
    }

    func load() throws(RuleSetError) -> RuleSet { try RuleSet(folders: folders, disabled: disabled) }
}
