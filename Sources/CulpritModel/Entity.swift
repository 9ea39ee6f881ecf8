/// A thing that can be at fault and be repaired.
package struct Entity: Sendable, Hashable, Comparable {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case host
        case service
        case pod
        case link
        case device
    }

    package let name: String
    package let kind: Kind

    package init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }

    package static func < (left: Entity, right: Entity) -> Bool {
        (left.name, left.kind.rawValue) < (right.name, right.kind.rawValue)
    }
}

/// One call path of the fleet: `caller` sends requests to `callee`.
package struct Dependency: Sendable, Hashable, Comparable {
    package let caller: String
    package let callee: String

    package init(caller: String, callee: String) { (self.caller, self.callee) = (caller, callee) }

    package static func < (left: Dependency, right: Dependency) -> Bool {
        (left.caller, left.callee) < (right.caller, right.callee)
    }
}
