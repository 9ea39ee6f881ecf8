internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritRules

/// Says whose the records of each source are that do not tell it themselves.
///
/// Files get renamed, copied, split and packed: what other records tell goes before folders, and folders and the topology
/// before the names of files.
struct OriginFinder {
    private var sources: [String: Source] = [:]
    /// The services that records, metrics or the topology name, by their names in lower case.
    private var services: [String: String] = [:]
    /// Those of the topology, by the group of their names.
    private var groups: [String: String] = [:]
    private let vagueNames: Set<String>

    private struct Source {
        let stem: String
        let program: String?
        let host: String?
    }

    /// Looks at all sources that were read together.
    init(_ outcomes: [SourceOutcome], dependencies: [Dependency], rules: RuleSet) {
        vagueNames = Set(rules.lists["vague_file_names"] ?? [])
        for service in Set(outcomes.flatMap(Self.services)).sorted() { services[service.lowercased()] = service }
        for name in dependencies.flatMap({ [$0.caller, $0.callee] }).sorted() {
            services[name.lowercased()] = name
            groups[CallGraph.group(name)] = name
        }
        let hosts = HostFinder(outcomes)
        for outcome in outcomes where outcome.summary.content == .logs {
            let name = SourceName(path: outcome.summary.path)
            sources[outcome.summary.path] = Source(
                stem: name.stem, program: Self.program(of: outcome), host: hosts.host(of: outcome, name))
        }
    }

    /// The services that a source names itself.
    private static func services(in outcome: SourceOutcome) -> [String] {
        outcome.writers.compactMap(\.names.told.service)
            + outcome.series.compactMap { $0.key.entity.kind == .service ? $0.key.entity.name : $0.key.peer }
    }

    /// The program whose format most of the records have that do not tell who wrote them.
    ///
    /// One line alone may look like that of another program.
    private static func program(of outcome: SourceOutcome) -> String? {
        var (counts, whole) = ([String: Int](), 0)
        for writer in outcome.writers where writer.names.told.service == nil {
            whole += writer.recordCount
            if let program = writer.names.program { counts[program, default: 0] += writer.recordCount }
        }
        return counts.first { $0.value > whole / 2 }?.key
    }

    /// Gives the records of each of `outcomes` the names that they do not tell.
    func settle(_ outcomes: inout [SourceOutcome]) {
        for index in outcomes.indices {
            let path = outcomes[index].summary.path
            outcomes[index].settle { origin(of: $0, in: path) }
        }
    }

    /// Whose the records with `names` of the source at `path` are.
    func origin(of names: EntityNamer.Names, in path: String) -> Origin {
        guard let source = sources[path] else { return names.told }
        let host = names.told.host ?? source.host.map { Entity($0, .host) }
        let service = names.told.service ?? source.program ?? service(source.stem, on: host?.name)
        return Origin(host: host, service: service)
    }

    /// The service that a file's name or, where that says nothing, its host's name tells.
    private func service(_ stem: String, on host: String?) -> String {
        if let known = services[stem.lowercased()] { return known }
        guard let host else { return stem }
        let group = CallGraph.group(host)
        if let known = groups[group] { return known }
        let isVague = vagueNames.contains(stem.lowercased()) || !stem.contains(where: \.isLetter)
        return isVague ? group : stem
    }
}
