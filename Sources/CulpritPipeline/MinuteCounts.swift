internal import CulpritModel
internal import CulpritStore

/// How many records of each minute, writer, template and severity one source has, the writers by number.
///
/// A log has many such counts and few writers: their names are looked at once for all counts.
struct MinuteCounts: Sendable {
    private struct Row: Comparable {
        /// In nanoseconds since 1970.
        let minute: Int64
        var writer: Int
        var template: Int64
        /// Its raw value; none comes last.
        let severity: UInt8
        let count: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.minute, left.writer, left.template, left.severity)
                < (right.minute, right.writer, right.template, right.severity)
        }
    }

    /// By number.
    private var writers: [Entity] = []
    private var rows: [Row] = []

    init() {}

    init(writers: [Entity]) { self.writers = writers }

    mutating func add(_ count: Int, minute: Int64, writer: Int, template: Int64, severity: Severity?) {
        rows.append(
            Row(
                minute: minute, writer: writer, template: template, severity: severity?.rawValue ?? .max, count: count))
    }

    mutating func rename(_ name: (Entity) -> Entity) { writers = writers.map(name) }

    /// Counts templates from `limit` on as `other`.
    mutating func keepTemplates(below limit: Int64) {
        for index in rows.indices where rows[index].template >= limit { rows[index].template = Template.other.id }
    }

    /// The counts in their order; writers of one name, and templates that became one, count together.
    func united(source: String) -> [MinuteCount] {
        let order = Set(writers).sorted()
        let ranks = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        let rankByWriter = writers.map { ranks[$0] ?? 0 }
        var rows = self.rows
        for index in rows.indices { rows[index].writer = rankByWriter[rows[index].writer] }
        rows.sort()
        var united: [MinuteCount] = []
        for (index, row) in rows.enumerated() {
            if index > 0, !(rows[index - 1] < row) {
                united[united.count - 1].count += row.count
                continue
            }
            let key = MinuteKey(
                minute: Timestamp(nanoseconds: row.minute), entity: order[row.writer], template: row.template,
                severity: Severity(rawValue: row.severity))
            united.append(MinuteCount(key: key, source: source, count: row.count))
        }
        return united
    }
}
