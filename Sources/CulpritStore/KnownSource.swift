package import CulpritModel

/// A source that the case has, with what it is known by again.
package struct KnownSource: Sendable, Hashable {
    package let path: String
    /// Of the file as it was stored.
    package let sha256: String?
    /// Its content, and the shorter ones that it has had in earlier runs, the shortest first.
    package let states: [ContentIdentity]
    /// How many of its first lines go on a record of the source before.
    package let leadLineCount: Int

    package init(path: String, sha256: String?, states: [ContentIdentity], leadLineCount: Int = 0) {
        (self.path, self.sha256, self.states, self.leadLineCount) = (path, sha256, states, leadLineCount)
    }
}

/// Where a content that the case has is now.
package struct Sighting: Sendable, Hashable {
    package let content: ContentIdentity
    package let path: String
    /// Of the file as it is stored there.
    package let sha256: String

    package init(content: ContentIdentity, path: String, sha256: String) {
        (self.content, self.path, self.sha256) = (content, path, sha256)
    }
}
