package import CulpritModel

/// The contents that earlier runs read, to be found again by their first bytes.
package struct KnownContents: Sendable {
    private let byHead: [String: [ContentIdentity]]
    /// The key under which their tags were made.
    let key: ContentKey
    private let isOfAnother: @Sendable (ContentIdentity, _ path: String) -> Bool

    /// `isOfAnother` says whether a content is not to be known again in the source at a path, because it is still where it
    /// was and the source is not a copy of that.
    package init(
        _ contents: some Sequence<ContentIdentity> = [], key: ContentKey = .random(),
        isOfAnother: @escaping @Sendable (ContentIdentity, _ path: String) -> Bool = { _, _ in false }
    ) {
        byHead = Dictionary(grouping: Set(contents), by: \.head)
        (self.key, self.isOfAnother) = (key, isOfAnother)
    }

    /// No contents, under the same key.
    package var none: KnownContents { KnownContents(key: key) }

    package var isEmpty: Bool { byHead.isEmpty }

    /// The contents that the source at `path` with this beginning may hold, the shortest first.
    func candidates(for prefix: Span<UInt8>, at path: String) -> [ContentIdentity] {
        guard !isEmpty, !prefix.isEmpty else { return [] }
        var found: [ContentIdentity] = []
        var length = 1
        while length <= min(prefix.count, ContentIdentity.longestHead) {
            let known = byHead[ContentHash.of(prefix.extracting(0..<length))] ?? []
            found += known.filter {
                ContentIdentity.headLength(of: $0.byteCount) == length && !isOfAnother($0, path)
            }
            length *= 2
        }
        return found.sorted { ($0.byteCount, $0.tag) < ($1.byteCount, $1.tag) }
    }
}

/// Follows the bytes of one source, says what they are known by, and which known contents they begin with.
struct ContentTracker {
    private var tag: ContentTag
    private var head: [UInt8] = []
    private var byteCount = 0
    private var candidates: [ContentIdentity]
    /// The known contents that all of the bytes so far, or their beginning, are.
    private(set) var matches: [ContentIdentity] = []

    init(candidates: [ContentIdentity], key: ContentKey) {
        self.candidates = candidates
        tag = ContentTag(key: key)
    }

    mutating func add(_ bytes: Span<UInt8>) {
        if head.count < ContentIdentity.longestHead {
            head.append(copying: bytes.extracting(0..<min(bytes.count, ContentIdentity.longestHead - head.count)))
        }
        var start = 0
        while let candidate = candidates.first, candidate.byteCount <= byteCount + bytes.count - start {
            let end = start + candidate.byteCount - byteCount
            tag.update(bytes.extracting(start..<end))
            (byteCount, start) = (candidate.byteCount, end)
            if tag.hexadecimal == candidate.tag { matches.append(candidate) }
            candidates.removeFirst()
        }
        tag.update(bytes.extracting(start..<bytes.count))
        byteCount += bytes.count - start
    }

    /// What all bytes are known by; `nil` when there were none.
    var identity: ContentIdentity? {
        guard byteCount > 0 else { return nil }
        let length = ContentIdentity.headLength(of: byteCount)
        return ContentIdentity(
            byteCount: byteCount, head: ContentHash.of(head.span.extracting(0..<length)),
            tag: tag.hexadecimal)
    }
}
