internal import CulpritModel

/// What is meant by the names under which evidence about calls comes together.
struct SubjectNames {
    private var subjects: [String: Subject] = [:]

    init(_ input: DiagnosisInput) {
        var entities = Set(input.series.map(\.series.key.entity))
        for series in input.series { if let peer = series.series.key.peer { entities.insert(Entity(peer, .service)) } }
        let known = Set(entities.map { $0.name.lowercased() })
        for name in input.dependencies.flatMap({ [$0.caller, $0.callee] }) where !known.contains(name.lowercased()) {
            entities.insert(Entity(name, .service))
        }
        // The last one's way to write the name counts; several replicas are their service.
        for entity in entities.sorted() {
            let subject = Subject(entity)
            let group = subject.group
            if let other = subjects[group], other.name.lowercased() != subject.name.lowercased() {
                subjects[group] = Subject(Entity(group, .service))
            } else {
                subjects[group] = entity.kind == .pod ? Subject(Entity(subject.name, .service)) : subject
            }
        }
    }

    subscript(group: String) -> Subject { subjects[group] ?? Subject(Entity(group, .service)) }
}
