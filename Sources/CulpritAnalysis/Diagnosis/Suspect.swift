internal import CulpritModel

/// An entity as evidence names it, before replicas are taken together.
struct Subject: Hashable, Comparable {
    /// The service, for evidence about a program; `nil` for evidence about a machine or a named thing.
    let service: String?
    /// The host, pod or named thing; `nil` when only the service is known.
    let unit: Entity?

    static func < (left: Subject, right: Subject) -> Bool {
        (left.service ?? "", left.unit?.name ?? "") < (right.service ?? "", right.unit?.name ?? "")
    }

    /// The name under which evidence about it comes together with what is known of calls.
    var group: String { CallGraph.group(name) }

    /// The service where there is one.
    var name: String { service ?? unit?.name ?? "" }

    /// The subject of an event: the service where the rule blames one, else what it names.
    init(_ entity: Entity, host: String?, service: String?) {
        switch entity.kind {
        case .service:
            self.service = entity.name
            unit = host.map { Entity($0, podService($0) == nil ? .host : .pod) }
        case .pod:
            self.service = podService(entity.name) ?? service
            unit = entity
        default:
            self.service = nil
            unit = entity
        }
    }

    /// The subject of a series or crash: a pod is a unit of its service.
    init(_ entity: Entity) {
        switch entity.kind {
        case .service:
            service = entity.name
            unit = nil
        case .pod:
            service = podService(entity.name) ?? entity.name
            unit = entity
        default:
            service = nil
            unit = entity
        }
    }
}

/// The service that a Kubernetes pod belongs to, by the names that Deployments, DaemonSets and StatefulSets give:
/// `name-<hash>-<five characters>`, `name-<five characters>`, `name-<ordinal>`.
package func podService(_ pod: String) -> String? {
    let parts = pod.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, let last = parts.last, last.count == 5, last.allSatisfy({ $0.isLowercase || $0.isNumber })
    else { return nil }
    let hash = parts[parts.count - 2]
    let isHash = (6...10).contains(hash.count) && hash.allSatisfy { $0.isHexDigit } && hash.contains { $0.isNumber }
    return isHash ? parts.dropLast(2).joined(separator: "-") : nil
}

/// A subject under suspicion of one category, with what speaks for it.
struct Suspect {
    let subject: Subject
    let category: Category
    var evidence: [Evidence] = []
    var firstSeen: Timestamp?
    var lastSeen: Timestamp?
    /// What to do about the rules' hits, the heaviest first, each with the captures of its first hit filled in.
    var remedies: [(weight: Double, texts: [String])] = []

    /// The log-odds of all evidence together.
    ///
    /// Signs of one fault are not independent of each other: the strongest counts in full, the second half, the third a
    /// third of its weight.
    var score: Double {
        evidence.map(\.weight).sorted(by: >).enumerated().reduce(0) { $0 + $1.element / Double($1.offset + 1) }
    }

    /// When the first record among the evidence was written.
    var firstRecorded: Timestamp? { evidence.filter { $0.kind != .window && $0.speaksFor }.compactMap(\.time).min() }

    mutating func see(_ span: TimeSpan?) {
        guard let span else { return }
        firstSeen = min(firstSeen ?? span.from, span.from)
        lastSeen = max(lastSeen ?? span.to, span.to)
    }

    mutating func merge(_ other: Suspect) {
        evidence += other.evidence
        remedies += other.remedies
        if let first = other.firstSeen, let last = other.lastSeen { see(TimeSpan(from: first, to: last)) }
    }
}

struct SuspectKey: Hashable, Comparable {
    let subject: Subject
    let category: Category

    static func < (left: SuspectKey, right: SuspectKey) -> Bool {
        (left.subject, left.category) < (right.subject, right.category)
    }
}
