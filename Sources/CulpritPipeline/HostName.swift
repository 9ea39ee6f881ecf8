/// Names of hosts as records write them.
enum HostName {
    /// A name without port, brackets, and what else stands around it.
    static func of(_ text: String) -> String {
        var name = Substring(text)
        // Of several that were tried the last one answered.
        if let comma = name.lastIndex(of: ",") { name = name[name.index(after: comma)...].drop { $0 == " " } }
        if let scheme = name.firstRange(of: "://") { name = name[scheme.upperBound...] }
        while let first = name.first, "[('\"/".contains(first) { name.removeFirst() }
        while let last = name.last, "])'\".,;/".contains(last) { name.removeLast() }
        if name.filter({ $0 == ":" }).count == 1, let colon = name.firstIndex(of: ":"),
            name[name.index(after: colon)...].allSatisfy(\.isNumber)
        {
            name = name[..<colon]
        }
        return String(name)
    }

    /// Names of the machine itself, which the record's own names tell better, and of none.
    static let saysNothing: Set<String> = ["", "localhost", "127.0.0.1", "::1", "0.0.0.0", "<NOSRV>", "-"]
}
