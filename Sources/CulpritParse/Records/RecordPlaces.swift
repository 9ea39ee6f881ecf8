internal import CulpritModel

/// Where the parts of a record are in its bytes, and what its first line says whatever the values of its digits are.
///
/// All of it is the same for another record whose line differs in its digits alone, so it is small and copied at once.
struct RecordPlaces {
    /// The number of the format in the rule set.
    var format: Int?
    /// That of the record within, where the format is only what a shipper wrote around it.
    var innermostFormat: Int?
    var severity: Severity?
    var message = PartRange()
    /// The time as it was found, and as the header captured it.
    var (rawTime, capturedTime) = (PartRange(), PartRange())
    var (host, service, pod, peer, trace) = (PartRange(), PartRange(), PartRange(), PartRange(), PartRange())
    /// The parts of its header that tell who wrote it, where writers may be interleaved.
    var writer = InlineArray<4, PartRange>(repeating: PartRange())
    /// The time that the format which names the writer captured, where it is not the record's.
    var writerTime = PartRange()
    /// Within the lines of its writer it begins with a header of its own.
    var holdsRecord = false
    /// Something of a request was found: an end of it, its answer, its size or how long it took.
    var isOfRequest = false
    var (status, client, sent, received) = (PartRange(), PartRange(), PartRange(), PartRange())
    var duration = PartRange()
    /// Seconds of one unit of the duration.
    var durationScale = 1.0
    /// Its message may be a line of a trace.
    var mayBeFrame = true
    /// No digit is in the names of its host, service and pod.
    var hasFixedNames = false
    /// Its writer cut it, and goes on in the next record.
    var isPartial = false

    /// Finds out once what is asked of every record.
    mutating func noteRequest() {
        isOfRequest =
            !(status.isMissing && client.isMissing && peer.isMissing && sent.isMissing && received.isMissing
            && duration.isMissing)
    }
}

/// A range of bytes of one record that may be missing; a quarter of the size of `Range<Int>?`.
struct PartRange {
    private var (lower, upper): (Int32, Int32) = (-1, -1)

    init() {}

    init(_ range: Range<Int>?) {
        guard let range else { return }
        // Records are far shorter than 2 GiB.
        (lower, upper) = (Int32(truncatingIfNeeded: range.lowerBound), Int32(truncatingIfNeeded: range.upperBound))
    }

    var range: Range<Int>? { lower < 0 ? nil : Int(lower)..<Int(upper) }
    var isMissing: Bool { lower < 0 }
}
