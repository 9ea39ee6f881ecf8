internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritStore

extension SourceOutcome {
    /// Puts the names that `origin` tells of a writer in the place of what stood in for them.
    mutating func settle(_ origin: (EntityNamer.Names) -> Origin) {
        var names = SettledNames()
        for writer in writers {
            let settled = origin(writer.names)
            names.add(settled, for: writer.names)
            if let host = settled.host, let service = settled.service {
                hostsByService[service, default: []].insert(host.name)
            }
        }
        writers = []
        if !names.isEmpty { rename(names) }
        minutes = minuteCounts.united(source: summary.path)
        minuteCounts = MinuteCounts()
    }

    private mutating func rename(_ names: SettledNames) {
        for index in events.indices {
            events[index].entity = names.entity(events[index].entity)
            events[index].host = names.host(events[index].host)
            events[index].service = names.service(events[index].service)
        }
        for index in crashes.indices {
            crashes[index].entity = crashes[index].entity.map(names.entity)
            crashes[index].attributes = crashes[index].attributes.compactMap(names.field)
        }
        attributes = attributes.compactMap { count in
            names.field(count.attribute).map {
                AttributeCount(
                    attribute: $0, service: names.service(count.service) ?? count.service, source: count.source,
                    count: count.count)
            }
        }
        for index in series.indices { series[index].key = names.key(series[index].key) }
        for index in fineSeries.indices { fineSeries[index].series.key = names.key(fineSeries[index].series.key) }
        for index in requestMinutes.indices {
            requestMinutes[index].entity = names.entity(requestMinutes[index].entity)
            requestMinutes[index].service =
                names.service(requestMinutes[index].service) ?? requestMinutes[index].service
        }
        requestMinutes = RequestMinute.united(requestMinutes)
        requests.rename(names.entity)
        connections.rename(names.entity)
        minuteCounts.rename(names.entity)
    }
}

/// What takes the place of the stand-ins of one source.
private struct SettledNames {
    private var origins: [String: Origin] = [:]

    var isEmpty: Bool { origins.isEmpty }

    mutating func add(_ origin: Origin, for names: EntityNamer.Names) {
        if names.told.host == nil { origins[names.writer.name] = origin }
        if names.told.service == nil { origins[names.service] = origin }
    }

    /// What wrote a record whose host is not known is its service.
    func entity(_ entity: Entity) -> Entity {
        guard let origin = origins[entity.name] else { return entity }
        let service = origin.service.map { Entity($0, .service) }
        return (entity.kind == .service ? service : origin.host ?? service) ?? entity
    }

    func key(_ key: SeriesKey) -> SeriesKey {
        var key = key
        key.entity = entity(key.entity)
        key.peer = key.peer.map { entity(Entity($0, .host)).name }
        return key
    }

    func host(_ name: String?) -> String? {
        guard let name, let origin = origins[name] else { return name }
        return origin.host?.name
    }

    func service(_ name: String?) -> String? {
        guard let name, let origin = origins[name] else { return name }
        return origin.service
    }

    /// `nil` when there is nothing to tell.
    func field(_ field: Record.Field) -> Record.Field? {
        switch field.name {
        case "host": host(field.value).map { Record.Field(name: field.name, value: $0) }
        case "service": service(field.value).map { Record.Field(name: field.name, value: $0) }
        default: field
        }
    }
}
