/// How far one stored file may unfold: a few hostile bytes can hold any number of bytes and of members.
final class ExpansionLimit {
    private let stored: StoredStream
    private var byteCount = 0
    private var memberCount = 0
    private var failure: StreamFailure?
    private(set) var isExceeded = false

    init(of stored: StoredStream) { self.stored = stored }

    /// Whether more may be read; the first time that it may not, a failure says why.
    func admitsMore() throws(StreamFailure) -> Bool {
        if let failure {
            self.failure = nil
            throw failure
        }
        return !isExceeded
    }

    /// Notes bytes that some layer of compression gave.
    func countBytes(_ count: Int) {
        byteCount += count
        guard byteCount > Self.freeByteCount, byteCount / Self.ratioLimit > stored.byteCount else { return }
        exceed(
            "it unfolds to more than \(Self.ratioLimit) times its size; the rest was not read",
            remedy: "If you know it to be a log, decompress it yourself and give the text.")
    }

    /// Notes a member of an archive.
    func countMember() {
        memberCount += 1
        guard memberCount > Self.memberLimit else { return }
        exceed(
            "it has more than \(Self.memberLimit) members; the rest was not read",
            remedy: "Unpack it yourself and give the folder.")
    }

    private func exceed(_ reason: String, remedy: String) {
        if !isExceeded { failure = StreamFailure(reason, remedy: remedy) }
        isExceeded = true
    }

    /// What any file may unfold to.
    private static let freeByteCount = 1 << 30
    private static let ratioLimit = 1_000
    private static let memberLimit = 100_000
}
