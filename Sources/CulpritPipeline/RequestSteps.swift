internal import CulpritAnalysis
internal import CulpritModel
internal import CulpritParse
internal import CulpritScan

/// Collects the steps of requests from the records of one source that carry a request's id.
struct RequestSteps {
    private var log = RequestLog()
    private var numbers = NumberTable()
    /// The names, template and severity of each statement, packed.
    private var keys: [UInt64] = []
    /// Shorter ids are counters, and those of different programs meet.
    private static let leastIDLength = 8

    /// Notes a record with a time on its request's way.
    mutating func add(_ record: RecordBuffer, at time: Timestamp, names: Int, template: Int) {
        guard let id = record.trace, id.count >= Self.leastIDLength else { return }
        let isError = record.severity?.isFailure ?? false
        log.add(
            RequestLog.Step(
                request: record.bytes.span.extracting(id).hash(seed: 0), nanoseconds: time.nanoseconds,
                statement: statement(names: names, template: template, isError: isError), source: 0,
                clock: Int32(names), line: record.line, byte: record.byte))
    }

    private mutating func statement(names: Int, template: Int, isError: Bool) -> Int32 {
        let key = UInt64(names) << 33 | UInt64(template) << 1 | (isError ? 1 : 0)
        let number = numbers.index(of: key)
        if number == keys.count { keys.append(key) }
        return Int32(number)
    }

    /// Adds the steps of the part of the source that comes next; `names` and `templates` are the numbers here of its own.
    mutating func add(_ part: RequestSteps, names: [Int], templates: [Int]) {
        let statements = part.keys.map { key in
            statement(
                names: names[Self.names(of: key)], template: templates[Self.template(of: key)], isError: key & 1 == 1)
        }
        log.add(part.log) { step in
            var step = step
            step.statement = statements[Int(step.statement)]
            step.clock = Int32(names[Int(step.clock)])
            return step
        }
    }

    private static func names(of key: UInt64) -> Int { Int(key >> 33) }
    private static func template(of key: UInt64) -> Int { Int(key >> 1 & 0xFFFF_FFFF) }

    /// The log, with the entity and template that `entity` and `template` find by their numbers; `clocks` are who wrote
    /// the records, by the numbers of their names.
    consuming func finish(
        source: String, clocks: [Entity], entity: (Int) -> Entity, template: (Int) -> Template
    ) -> RequestLog {
        log.finish(
            statements: keys.map { key in
                RequestLog.Statement(
                    entity: entity(Self.names(of: key)), template: template(Self.template(of: key)),
                    isError: key & 1 == 1)
            }, source: source, clocks: clocks)
        return log
    }
}
