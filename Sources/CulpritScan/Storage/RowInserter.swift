package import GRDB
internal import GRDBSQLite

/// Inserts rows by one prepared statement, each value bound as it is: for tables with tens of thousands of rows.
///
/// Add the values of a row, or of all rows of the statement, in the order of its parameters, then `insert`.
package struct RowInserter: ~Copyable {
    private let statement: Statement
    private let columnCount: Int32
    private var column: Int32 = 0

    /// Takes a statement that returns no rows; nothing else may use it meanwhile.
    package init(_ statement: Statement) {
        self.statement = statement
        columnCount = unsafe sqlite3_bind_parameter_count(statement.sqliteStatement)
    }

    package mutating func add(_ value: Int64?) {
        column += 1
        if let value {
            unsafe sqlite3_bind_int64(statement.sqliteStatement, column, value)
        } else {
            unsafe sqlite3_bind_null(statement.sqliteStatement, column)
        }
    }

    package mutating func add(_ value: Int?) { add(value.map(Int64.init)) }

    package mutating func add(_ value: Double) {
        column += 1
        unsafe sqlite3_bind_double(statement.sqliteStatement, column, value)
    }

    /// Adds a text without NUL, at which SQLite's own functions would end it.
    package mutating func add(_ value: String?) {
        column += 1
        guard var text = value else {
            unsafe sqlite3_bind_null(statement.sqliteStatement, column)
            return
        }
        text.withUTF8 { bytes in
            // SQLite takes a copy: the bytes are gone when the row is inserted.
            let copies = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                _ = unsafe sqlite3_bind_text(
                    statement.sqliteStatement, column, characters.baseAddress, Int32(characters.count), copies)
            }
        }
    }

    /// Inserts the row, or rows, whose values were added, or throws what SQLite says; the next begins without any.
    package mutating func insert() throws(DatabaseError) {
        precondition(column == columnCount, "A statement has \(column) values for \(columnCount) parameters.")
        column = 0
        let code = unsafe sqlite3_step(statement.sqliteStatement)
        let message =
            code == SQLITE_DONE
            ? nil : unsafe String(cString: sqlite3_errmsg(sqlite3_db_handle(statement.sqliteStatement)))
        unsafe sqlite3_reset(statement.sqliteStatement)
        if let message { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
    }
}
