/// A pattern for labels: the part of RE2 that Swift's own expressions mean the same by, matched against the whole label.
enum PromPattern {
    /// Returns the compiled pattern, or says that it is not evaluated here.
    static func compiled(_ text: String) throws(PromQueryError) -> Regex<AnyRegexOutput> {
        // Look-around, back-references and inline options are not RE2, or not meant the same by both.
        if text.contains("(?") && !text.contains("(?:") || text.utf8.count > 500 {
            throw PromQueryError("the pattern '\(text.prefix(80))' is not evaluated here")
        }
        do { return try Regex("(?:\(text))") } catch {
            throw PromQueryError("the pattern '\(text.prefix(80))' does not compile")
        }
    }
}
