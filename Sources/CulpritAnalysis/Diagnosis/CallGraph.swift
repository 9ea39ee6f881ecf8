internal import CulpritModel

/// Who calls whom, by the names of services: pods and numbered replicas stand for their service.
package struct CallGraph {
    private var callees: [String: Set<String>] = [:]
    private var callers: [String: Set<String>] = [:]

    init(_ dependencies: [Dependency]) {
        for dependency in dependencies {
            let (caller, callee) = (Self.group(dependency.caller), Self.group(dependency.callee))
            guard caller != callee else { continue }
            callees[caller, default: []].insert(callee)
            callers[callee, default: []].insert(caller)
        }
    }

    var isEmpty: Bool { callees.isEmpty }

    /// What `name` calls itself.
    func callees(of name: String) -> Set<String> { callees[Self.group(name)] ?? [] }

    /// What calls `name` itself.
    func callers(of name: String) -> Set<String> { callers[Self.group(name)] ?? [] }

    /// Everything that `name` depends on, directly or not, without itself.
    func reached(from name: String) -> Set<String> { Self.reached(from: Self.group(name), by: callees) }

    /// Everything that depends on `name`, directly or not, without itself.
    func dependents(of name: String) -> Set<String> { Self.reached(from: Self.group(name), by: callers) }

    /// Nothing calls `name`: its users are outside.
    func isEntry(_ name: String) -> Bool { callers[Self.group(name)] == nil && callees[Self.group(name)] != nil }

    private static func reached(from name: String, by next: [String: Set<String>]) -> Set<String> {
        var (seen, open): (Set<String>, [String]) = ([], [name])
        while let last = open.popLast() {
            for other in next[last] ?? [] where other != name && seen.insert(other).inserted { open.append(other) }
        }
        return seen
    }

    /// The name under which evidence about `name` comes together, whatever its case: a pod's service; `db` for `db-1`.
    package static func group(_ name: String) -> String {
        if let service = podService(name) { return service.lowercased() }
        let name = name.lowercased()
        var text = Substring(name)
        while let last = text.last, last.isNumber { text.removeLast() }
        guard let last = text.last, last == "-" || last == "_" else { return name }
        text.removeLast()
        return text.isEmpty ? name : String(text)
    }
}
