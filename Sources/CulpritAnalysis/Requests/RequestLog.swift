package import CulpritModel

/// The steps of requests, as the records that carry a request's id tell them.
package struct RequestLog: Sendable {
    /// A statement of an entity: the records of one template that it writes.
    package struct Statement: Sendable, Hashable, Comparable {
        package let entity: Entity
        package let template: Template
        /// It tells of an error.
        package let isError: Bool

        package init(entity: Entity, template: Template, isError: Bool) {
            (self.entity, self.template, self.isError) = (entity, template, isError)
        }

        package static func < (left: Statement, right: Statement) -> Bool {
            (left.entity, left.template, left.isError ? 1 : 0) < (right.entity, right.template, right.isError ? 1 : 0)
        }
    }

    /// One record on a request's way.
    package struct Step: Sendable {
        /// A hash of the request's id.
        package let request: UInt64
        package let nanoseconds: Int64
        /// The index of its statement.
        package var statement: Int32
        /// The index of its source.
        package var source: Int32
        /// The index of the clock by which its time was taken.
        package var clock: Int32
        package let line: Int
        package let byte: Int

        package init(
            request: UInt64, nanoseconds: Int64, statement: Int32, source: Int32, clock: Int32 = 0, line: Int, byte: Int
        ) {
            (self.request, self.nanoseconds, self.statement) = (request, nanoseconds, statement)
            (self.source, self.clock, self.line, self.byte) = (source, clock, line, byte)
        }
    }

    package private(set) var steps: [Step] = []
    package private(set) var statements: [Statement] = []
    package private(set) var sources: [String] = []
    /// The machines whose clocks the times were taken by.
    package private(set) var clocks: [Entity] = []
    /// Requests whose hash has one of these bits are left out.
    private var leftOut: UInt64 = 0
    private let limit: Int

    /// A log that keeps at most `limit` steps: of more, those of every second request, then every fourth, and so on.
    ///
    /// Which requests are kept depends on their ids alone, so that all sources keep the same ones.
    package init(limit: Int = 1 << 18) { self.limit = limit }

    /// Adds a step of a source whose statements and name are told at the end.
    package mutating func add(_ step: Step) {
        guard step.request & leftOut == 0 else { return }
        steps.append(step)
        if steps.count > limit { thin() }
    }

    /// Tells the statements and clocks by their indexes, and the source of all steps.
    package mutating func finish(statements: [Statement], source: String, clocks: [Entity]) {
        (self.statements, self.clocks, sources) = (statements, clocks, [source])
    }

    /// Gives each entity, that of a clock too, the name that `name` finds for it.
    package mutating func rename(_ name: (Entity) -> Entity) {
        statements = statements.map { Statement(entity: name($0.entity), template: $0.template, isError: $0.isError) }
        clocks = clocks.map(name)
    }

    /// Adds the steps of other sources.
    package mutating func merge(_ other: RequestLog) {
        guard !other.steps.isEmpty else { return }
        let firstSource = Int32(sources.count)
        sources += other.sources
        var numbers = Dictionary(uniqueKeysWithValues: statements.indices.map { (statements[$0], Int32($0)) })
        let renumbered = other.statements.map { statement in
            if let known = numbers[statement] { return known }
            let number = Int32(statements.count)
            numbers[statement] = number
            statements.append(statement)
            return number
        }
        let clockNumbers = other.clocks.map { clock in
            if let known = clocks.firstIndex(of: clock) { return Int32(known) }
            clocks.append(clock)
            return Int32(clocks.count - 1)
        }
        leftOut |= other.leftOut
        steps.removeAll { $0.request & leftOut != 0 }
        for var step in other.steps where step.request & leftOut == 0 {
            step.statement = renumbered[Int(step.statement)]
            step.source += firstSource
            step.clock = clockNumbers[Int(step.clock)]
            steps.append(step)
        }
        while steps.count > limit { thin() }
    }

    /// Adds the steps of the part of the source that comes next, as `step` numbers them.
    package mutating func add(_ part: RequestLog, _ step: (Step) -> Step) {
        leftOut |= part.leftOut
        if leftOut != 0 { steps.removeAll { $0.request & leftOut != 0 } }
        for theirs in part.steps { add(step(theirs)) }
    }

    /// Leaves out half of the requests that are left.
    private mutating func thin() {
        leftOut = leftOut << 1 | 1
        // All steps of one request cannot be halved; then their first ones are as good as any.
        if leftOut == .max { steps.removeLast(steps.count - limit) }
        steps.removeAll { $0.request & leftOut != 0 }
    }
}
