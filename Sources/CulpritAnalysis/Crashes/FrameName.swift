/// Makes the names of functions comparable between builds and runs.
enum FrameName {
    /// Returns `function` as it is shown: without arguments, addresses, folders and what compilers append.
    static func displayed(_ function: String) -> String {
        var name = demangled(function).replacing("(anonymous namespace)::", with: "")
        name = withoutArguments(withoutStateMachine(name))
        for suffix in [".constprop.", ".isra.", ".part.", ".cold", ".llvm.", "+0x", "$$Lambda", "@@", "@plt"] {
            if let found = name.firstRange(of: suffix), found.lowerBound > name.startIndex {
                name = String(name[..<found.lowerBound])
            }
        }
        return withoutFolders(withoutCounts(name))
    }

    /// Returns the method as it was written, of which .NET made a class: `Van.<DriveAsync>d__4.MoveNext`, `<Run>b__0`.
    private static func withoutStateMachine(_ name: String) -> String {
        guard let open = name.lastIndex(of: "<"), let close = name[open...].firstIndex(of: ">") else { return name }
        let (method, rest) = (name[name.index(after: open)..<close], name[name.index(after: close)...])
        guard !method.isEmpty, rest.hasPrefix("d__") || rest.hasPrefix("b__") || rest.hasPrefix("g__") else {
            return name
        }
        // What the method captured is in a class within its class.
        let type = name[..<open].split(separator: ".", omittingEmptySubsequences: false).filter { !$0.hasPrefix("<>c") }
        return type.joined(separator: ".") + method
    }

    /// Returns `names` from where they begin to repeat, three times the same: where it ends is a matter of chance.
    static func fromRecursion(_ names: [String]) -> [String] {
        for start in names.indices {
            for length in 1...10 where start + 3 * length <= names.count {
                let (first, second) = (names[start..<start + length], names[start + length..<start + 2 * length])
                let third = names[start + 2 * length..<start + 3 * length]
                if first.elementsEqual(second), second.elementsEqual(third) { return Array(names[start...]) }
            }
        }
        return names
    }

    /// Returns the plain and nested names of the Itanium C++ ABI as they are written in C++, all others as they are.
    private static func demangled(_ name: String) -> String {
        guard name.hasPrefix("_Z") else { return name }
        var (rest, parts) = (name.dropFirst(2), [Substring]())
        let isNested = rest.hasPrefix("N")
        if isNested { rest = rest.dropFirst().drop { $0 == "K" } }
        while let length = Int(rest.prefix { $0.isASCII && $0.isNumber }), length > 0 {
            let tail = rest.drop { $0.isNumber }
            guard tail.count >= length else { return name }
            parts.append(tail.prefix(length))
            rest = tail.dropFirst(length)
            if !isNested { break }
        }
        guard let last = parts.last else { return name }
        if isNested, rest.first == "C" || rest.first == "D", rest.dropFirst(2).first == "E" {
            parts.append(rest.first == "D" ? "~" + last : last)
            rest = rest.dropFirst(2)
        }
        return isNested && rest.first != "E" ? name : parts.joined(separator: "::")
    }

    /// Returns a displayed name without generics and return type, which differ between calls of one function.
    static func comparable(_ name: String) -> String {
        // Objective-C writes a method as `-[Lid open]`.
        guard !name.contains("operator"), !name.hasPrefix("-["), !name.hasPrefix("+[") else { return name }
        let plain = withoutGenerics(name)
        return plain.split(separator: " ").last.map(String.init) ?? plain
    }

    /// Returns the class of a method, without the classes inside it.
    static func type(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        return String(name[..<dot].prefix { $0 != "$" })
    }

    /// The last two components: `Type.method`.
    static func short(_ function: String) -> String {
        let parts = function.split(separator: ".")
        return parts.count > 2 && !function.contains("/") ? parts.suffix(2).joined(separator: ".") : function
    }

    static func fileName(_ path: String) -> String {
        path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? path
    }

    static func lastComponent(_ name: String) -> String {
        name.split { $0 == "." || $0 == ":" || $0 == "\\" }.last.map(String.init) ?? name
    }

    /// Returns `text` with each number, decimal or hexadecimal, as `N`.
    static func withoutNumbers(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard !word.hasPrefix("0x") else { return "N" }
            var result = ""
            for character in word where !(character.isNumber && result.last == "N") {
                result.append(character.isNumber ? "N" : character)
            }
            return result
        }.joined(separator: " ")
    }

    /// Cuts the name off where its arguments begin.
    private static func withoutArguments(_ name: String) -> String {
        var (depth, index) = (0, name.startIndex)
        while index < name.endIndex {
            let before = name[..<index]
            switch name[index] {
            case "<" where !before.hasSuffix("operator") && !before.hasSuffix("operator<"): depth += 1
            case ">" where depth > 0: depth -= 1
            case "(" where depth == 0 && index > name.startIndex:
                // Go writes the type of a method's receiver so: `main.(*Shop).add`.
                guard before.hasSuffix(".") else {
                    return String(before.hasSuffix(" ") ? before.dropLast() : before)
                }
                guard let close = name[index...].firstIndex(of: ")") else { return name }
                index = close
            default: break
            }
            index = name.index(after: index)
        }
        return name
    }

    /// Cuts out what stands between `<` and `>`, nested or not, but keeps `<init>` and its like.
    private static func withoutGenerics(_ name: String) -> String {
        guard name.contains("<") else { return name }
        var (result, depth, rest) = ("", 0, name[...])
        while let character = rest.first {
            if depth == 0, let kept = keptWords.first(where: { rest.hasPrefix($0) }) {
                result += kept
                rest = rest.dropFirst(kept.count)
                continue
            }
            if character == "<" { depth += 1 }
            if depth == 0 { result.append(character) }
            if character == ">" { depth = max(0, depth - 1) }
            rest = rest.dropFirst()
        }
        return result
    }

    private static let keptWords = [
        "<init>", "<clinit>", "<module>", "<lambda>", "<anonymous>", "<listcomp>", "<genexpr>", "<dictcomp>",
    ]

    /// Removes `$1`, which counts lambdas and anonymous classes, and the `$` that ends the name of an object in Scala.
    private static func withoutCounts(_ name: String) -> String {
        var (result, rest) = ("", name[...])
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            let digits = rest[dollar...].dropFirst().prefix { $0.isNumber }
            let next = rest[digits.endIndex...].first
            let counts = digits.isEmpty ? next == "." : next?.isLetter != true
            if !counts { result += "$" + digits }
            rest = rest[digits.endIndex...]
        }
        return result + rest
    }

    /// Removes the folders in front of a Go package or a script, but not Erlang's arity behind `/`.
    private static func withoutFolders(_ name: String) -> String {
        guard let slash = name.lastIndex(of: "/") else { return name }
        let last = name[name.index(after: slash)...]
        return last.isEmpty || last.allSatisfy(\.isNumber) || name.contains("operator") ? name : String(last)
    }
}
