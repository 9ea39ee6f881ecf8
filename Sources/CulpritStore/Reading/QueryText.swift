/// What can be told of a query without running it.
enum QueryText {
    /// The first word, past spaces and comments, in capitals; behind `EXPLAIN` the word that it explains, if that is unfit.
    static func verb(of sql: String) -> String? {
        var rest = Substring(sql)
        guard let first = nextWord(&rest) else { return nil }
        guard first == "EXPLAIN", var explained = nextWord(&rest) else { return first }
        if explained == "QUERY", nextWord(&rest) == "PLAN" { explained = nextWord(&rest) ?? "" }
        return ["SELECT", "WITH", "VALUES"].contains(explained) ? first : "EXPLAIN \(explained)"
    }

    private static func nextWord(_ rest: inout Substring) -> String? {
        while true {
            rest = rest.drop { $0.isWhitespace || $0 == ";" }
            if rest.hasPrefix("--") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                guard let end = rest.dropFirst(2).firstRange(of: "*/") else { return nil }
                rest = rest[end.upperBound...]
            } else {
                break
            }
        }
        let word = rest.prefix { $0.isLetter }
        rest = rest.dropFirst(max(1, word.count))
        return word.isEmpty && rest.isEmpty ? nil : word.uppercased()
    }

    /// The fewest letters to insert, remove or replace that make `left` of `right`.
    static func editDistance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let change = previous[column] + (letter == other ? 0 : 1)
                current.append(min(change, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
