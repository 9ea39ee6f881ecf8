/// Applies `transform` to each input, at most `width` at a time, and returns the results in input order.
package func mapInOrder<Input: Sendable, Output: Sendable>(
    _ inputs: [Input], width: Int, _ transform: @escaping @Sendable (Input) throws -> Output
) async throws -> [Output] {
    precondition(width > 0, "width must be positive, but was \(width).")
    return try await withThrowingTaskGroup(of: (Int, Output).self) { group in
        var results: [Output?] = Array(repeating: nil, count: inputs.count)
        for (index, input) in inputs.enumerated() {
            if index >= width, let (done, output) = try await group.next() { results[done] = output }
            group.addTask { (index, try transform(input)) }
        }
        for try await (done, output) in group { results[done] = output }
        return results.compactMap(\.self)
    }
}
