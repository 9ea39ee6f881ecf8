internal import CulpritModel

/// Finds the frames of an Erlang stack, which is a term and may be broken into lines anywhere.
enum ErlangTerms {
    /// Returns a frame `module:function/arity` for each `{module,function,arity,[…]}` in `text`, in its order.
    static func frames(in text: String) -> [CrashFrame] {
        let bytes = Array(text.utf8)
        var frames: [CrashFrame] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "{"), let (frame, end) = frame(bytes, at: index + 1) {
                frames.append(frame)
                index = end
            } else {
                index += 1
            }
        }
        return frames
    }

    private static let runtimeModules: Set<String> = [
        "proc_lib", "gen_server", "gen_statem", "gen_event", "gen_fsm", "gen", "supervisor", "erlang", "erl_eval",
        "application_master", "lists", "maps", "shell", "init",
    ]

    private static func frame(_ bytes: [UInt8], at start: Int) -> (frame: CrashFrame, end: Int)? {
        var index = start
        guard let module = atom(bytes, &index), comma(bytes, &index), let function = atom(bytes, &index),
            comma(bytes, &index), let arity = arity(bytes, &index), comma(bytes, &index), index < bytes.count,
            bytes[index] == UInt8(ascii: "[")
        else { return nil }
        let (file, line) = place(bytes, &index)
        // A runtime module tells nothing about the bug, unless nothing else is there.
        let name = "\(module):\(function)/\(arity)"
        let isNoise = runtimeModules.contains(module)
        return (CrashFrame(function: name, location: file ?? module, line: line, isNoise: isNoise), index)
    }

    /// Reads the arity, or the arguments themselves, which `function_clause` and `undef` show in its place.
    private static func arity(_ bytes: [UInt8], _ index: inout Int) -> Int? {
        if let number = digits(bytes, &index) { return number }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "[") else { return nil }
        var (depth, commaCount, isEmpty, quote) = (0, 0, true, UInt8(0))
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if quote != 0 {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == quote { quote = 0 }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): (quote, isEmpty) = (byte, false)
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "<"):
                isEmpty = isEmpty && depth == 0
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: ">"):
                depth -= 1
                if depth == 0 { return isEmpty ? 0 : commaCount + 1 }
            case UInt8(ascii: ",") where depth == 1: commaCount += 1
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"): break
            default: isEmpty = false
            }
        }
        return nil
    }

    /// Reads `[{file,"name.erl"},{line,12}]` as far as it is there.
    private static func place(_ bytes: [UInt8], _ index: inout Int) -> (file: String?, line: Int?) {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
        let text = bytes[start..<index]
        var number = start
        var (file, line): (String?, Int?) = (nil, nil)
        if let open = text.firstIndex(of: UInt8(ascii: "\"")),
            let close = text[(open + 1)...].firstIndex(of: UInt8(ascii: "\""))
        {
            file = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
            number = close
        }
        while number < index, !isDigit(bytes[number]) { number += 1 }
        if number < index { line = digits(bytes, &number) }
        return (file, line)
    }

    private static func comma(_ bytes: [UInt8], _ index: inout Int) -> Bool {
        skipSpaces(bytes, &index)
        guard index < bytes.count, bytes[index] == UInt8(ascii: ",") else { return false }
        index += 1
        skipSpaces(bytes, &index)
        return true
    }

    private static func atom(_ bytes: [UInt8], _ index: inout Int) -> String? {
        skipSpaces(bytes, &index)
        guard index < bytes.count else { return nil }
        let start = index
        if bytes[index] == UInt8(ascii: "'") {
            guard let close = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "'")) else { return nil }
            index = close + 1
            return String(decoding: bytes[(start + 1)..<close], as: UTF8.self)
        }
        while index < bytes.count, isAtomByte(bytes[index], isFirst: index == start) { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    private static func digits(_ bytes: [UInt8], _ index: inout Int) -> Int? {
        var value: Int?
        while index < bytes.count, isDigit(bytes[index]), value ?? 0 < 1_000_000_000 {
            value = (value ?? 0) * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        return value
    }

    private static func skipSpaces(_ bytes: [UInt8], _ index: inout Int) {
        while index < bytes.count, [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t")].contains(bytes[index]) {
            index += 1
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static func isAtomByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
            UInt8(ascii: "@"):
            !isFirst
        case UInt8(ascii: "-"), UInt8(ascii: "/"): true  // '-handle/2-fun-0-' is quoted, but not by every printer.
        default: false
        }
    }
}
