internal import CulpritScan

/// Cuts documents of JSON, as they come in parts, into the elements that are worth a tree each.
///
/// An element is an object in an array under one of the keys that are asked for, or, where none encloses it, a whole
/// document. So a document of any length is read in the memory of its largest element.
struct JSONElements: Sendable {
    /// Larger elements are left out and counted.
    static let byteLimit = 32 << 20
    private static let depthLimit = 64
    private static let contextLimit = 256

    /// The texts between names and containers that enclose an element: `nodename` of the host of a statistic.
    private(set) var context: [String: String] = [:]
    private let keys: Set<String>
    private var stack: [(key: String, isArray: Bool)] = []
    /// Containers below the deepest that are followed.
    private var excessDepth = 0
    private var bytes: [UInt8] = []
    /// How deep the element is that is being read; a document without elements is one at depth 0.
    private var elementDepth: Int?
    private var isInString = false
    private var isEscaped = false
    private var isTooLong = false
    private var word: [UInt8] = []
    private var key = ""
    private var readsValue = false

    init(keys: Set<String>) { self.keys = keys }

    /// A document began and did not end.
    var isOpen: Bool { !stack.isEmpty }

    /// Reads the next part, calls `body` with each element that ends in it, and returns how many were left out.
    mutating func read(
        _ part: Span<UInt8>, _ body: (_ element: Span<UInt8>, _ context: [String: String]) -> Void
    ) -> Int {
        var leftOutCount = 0
        for index in part.indices {
            let byte = part[index]
            if elementDepth != nil { keep(byte) }
            if isInString {
                readString(byte)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInString = true
                word.removeAll(keepingCapacity: true)
            case UInt8(ascii: "{"), UInt8(ascii: "["): open(isArray: byte == UInt8(ascii: "["))
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if !close(body) { leftOutCount += 1 }
            case UInt8(ascii: ":"): readsValue = true
            case UInt8(ascii: ","): readsValue = false
            default: break
            }
        }
        return leftOutCount
    }

    private mutating func keep(_ byte: UInt8) {
        if bytes.count < Self.byteLimit { bytes.append(byte) } else { isTooLong = true }
    }

    private mutating func readString(_ byte: UInt8) {
        if isEscaped {
            isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
            isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
            guard elementDepth == nil || elementDepth == 0 else { return }
            let text = word.span.text
            if readsValue, !(stack.last?.isArray ?? true) {
                if context.count < Self.contextLimit || context[key] != nil { context[key] = text }
            } else {
                key = text
            }
            return
        }
        if word.count < 256 { word.append(byte) }
    }

    private mutating func open(isArray: Bool) {
        let isElement = !isArray && stack.last.map { $0.isArray && keys.contains($0.key) } ?? false
        if stack.isEmpty || (isElement && (elementDepth ?? 0) == 0) {
            if stack.isEmpty { context = [:] }
            elementDepth = stack.count
            bytes.removeAll(keepingCapacity: true)
            isTooLong = false
            keep(isArray ? UInt8(ascii: "[") : UInt8(ascii: "{"))
        }
        if stack.count < Self.depthLimit {
            stack.append((key: isArray && !readsValue ? "" : key, isArray: isArray))
        } else {
            excessDepth += 1
        }
        readsValue = false
    }

    /// Ends a container; `false` when it was an element that is too long.
    private mutating func close(_ body: (Span<UInt8>, [String: String]) -> Void) -> Bool {
        guard !stack.isEmpty else { return true }
        if excessDepth > 0 {
            excessDepth -= 1
            return true
        }
        stack.removeLast()
        readsValue = false
        guard elementDepth == stack.count else { return true }
        // What is left of a document around its elements is no element itself.
        elementDepth = nil
        if isTooLong { return false }
        body(bytes.span, context)
        return true
    }
}
