internal import CulpritParse

/// A number for each shape of a record's line, where the reader knows it; forgets with the reader.
struct ShapeIndex {
    private var numbers: [Int32] = []
    private var epoch = 0

    /// The number kept for the shape of `record`; `nil` when there is none.
    func number(of record: RecordBuffer) -> Int? { number(of: record.shape, epoch: record.shapeEpoch) }

    func number(of shape: Int?, epoch: Int) -> Int? {
        guard let shape, epoch == self.epoch, shape < numbers.count, numbers[shape] >= 0 else { return nil }
        return Int(numbers[shape])
    }

    mutating func keep(_ number: Int, for record: RecordBuffer) {
        guard let shape = record.shape else { return }
        if record.shapeEpoch != epoch { removeAll(at: record.shapeEpoch) }
        while numbers.count <= shape { numbers.append(-1) }
        numbers[shape] = Int32(number)
    }

    mutating func removeAll(at epoch: Int) { (numbers, self.epoch) = ([], epoch) }
}
