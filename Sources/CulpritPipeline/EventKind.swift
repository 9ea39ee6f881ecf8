/// What an event counts for, by number: a rule, or a severe template that no rule knows.
enum EventKind {
    case rule(Int)
    case template(Int)

    /// One number for both, which `init(number:)` takes apart again: rules are even, templates odd.
    var number: Int {
        switch self {
        case .rule(let number): number << 1
        case .template(let number): number << 1 | 1
        }
    }

    init(number: Int) { self = number & 1 == 0 ? .rule(number >> 1) : .template(number >> 1) }

    /// The same where templates have other numbers, those in `templates`.
    func renumbered(_ templates: [Int]) -> EventKind {
        switch self {
        case .rule: self
        case .template(let number): .template(templates[number])
        }
    }
}
