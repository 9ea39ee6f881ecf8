/// Which templates are told apart where there are too many: those with the smallest ids, as many as fit.
///
/// An id is a hash, so that this is a sample of all templates by chance alone, each counted whole or not at all, and the
/// same whatever the order in which they come: what fits of the smallest ids of all is among what fits of those of any
/// part (Z. Bar-Yossef and others, "Counting Distinct Elements in a Data Stream", RANDOM 2002).
package struct TemplateBound: Sendable {
    /// So many templates are kept, of a source and of a run.
    package static let mostTemplates = 16_384
    /// And so many bytes of their texts.
    package static let mostBytes = 2 << 20

    /// Ids from this one on are not kept.
    package private(set) var limit = Int64.max
    private var kept: [(id: Int64, byteCount: Int)] = []
    private var byteCount = 0

    package init() {}

    /// Takes a template that was not taken before, and returns whether the limit fell.
    ///
    /// It holds up to twice as much before it looks what fits.
    package mutating func take(_ id: Int64, byteCount size: Int) -> Bool {
        guard id < limit else { return false }
        kept.append((id, size))
        byteCount += size
        guard kept.count >= 2 * Self.mostTemplates || byteCount >= 2 * Self.mostBytes else { return false }
        return settle()
    }

    /// Lowers the limit, as another part's was.
    package mutating func lower(to limit: Int64) {
        guard limit < self.limit else { return }
        self.limit = limit
        kept.removeAll { $0.id >= limit }
        byteCount = kept.reduce(0) { $0 + $1.byteCount }
    }

    /// Lowers the limit to what fits, and returns whether it fell.
    package mutating func settle() -> Bool {
        kept.sort { $0.id < $1.id }
        var size = 0
        for (index, template) in kept.enumerated() {
            size += template.byteCount
            if index >= Self.mostTemplates || size > Self.mostBytes {
                lower(to: template.id)
                return true
            }
        }
        return false
    }
}
