/// One cell of a result table, in SQLite's own five kinds.
package enum QueryValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Bytes are counted, never shown.
    case blob(byteCount: Int)
}

/// The answer to an ad-hoc question.
package struct QueryResult: Sendable, Hashable {
    package let columns: [String]
    /// Each row has one value a column.
    package let rows: [[QueryValue]]
    /// There were more rows than the limit allows.
    package let isTruncated: Bool

    package init(columns: [String], rows: [[QueryValue]], isTruncated: Bool = false) {
        (self.columns, self.rows, self.isTruncated) = (columns, rows, isTruncated)
    }
}
