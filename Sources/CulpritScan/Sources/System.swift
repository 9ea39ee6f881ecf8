#if canImport(Glibc)
    internal import Glibc
#else
    internal import Darwin
#endif

/// An open file that is closed when the value dies; reads only.
final class SystemFile {
    private let descriptor: Int32
    private let closes: Bool

    /// Opens `path`, or standard input for `-`.
    init(path: String) throws(SourceError) {
        if path == "-" {
            (descriptor, closes) = (0, false)
        } else {
            // A FIFO without a writer would block for ever; it becomes an ordinary file that ends at once.
            descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            closes = true
            guard descriptor >= 0 else { throw .cannotOpen(path, why: Self.lastError()) }
        }
    }

    deinit { if closes { close(descriptor) } }

    /// Appends at most `limit` bytes to `buffer` and returns their number; 0 is the end.
    func read(into buffer: inout [UInt8], limit: Int) throws(StreamFailure) -> Int {
        var count = -1
        buffer.append(addingCapacity: limit) { output in
            unsafe output.withUnsafeMutableBufferPointer { target, readByteCount in
                repeat {
                    #if canImport(Glibc)
                        count = unsafe Glibc.read(descriptor, target.baseAddress, limit)
                    #else
                        count = unsafe Darwin.read(descriptor, target.baseAddress, limit)
                    #endif
                } while count < 0 && errno == EINTR
                readByteCount = max(0, count)
            }
        }
        guard count >= 0 else { throw StreamFailure(Self.lastError()) }
        return count
    }

    /// Goes to `offset`; in what is no file it stays where it is.
    func seek(to offset: Int) { lseek(descriptor, off_t(offset), SEEK_SET) }

    static func lastError() -> String { unsafe String(cString: strerror(errno)) }
}

/// What a path names, without following it into loops.
package enum PathKind: Equatable {
    case file(byteCount: Int, modified: Int64, identity: String)
    case folder(identity: String)
    /// A FIFO, a socket or a device: nothing that was left behind.
    case special
    case missing(why: String)

    package init(_ path: String, followsLinks: Bool = true) {
        var status = stat()
        guard unsafe (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
            self = .missing(why: SystemFile.lastError())
            return
        }
        let identity = "\(status.st_dev):\(status.st_ino)"
        #if canImport(Glibc)
            let modified = Int64(status.st_mtim.tv_sec)
        #else
            let modified = Int64(status.st_mtimespec.tv_sec)
        #endif
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file(byteCount: Int(status.st_size), modified: modified, identity: identity)
        case S_IFDIR: self = .folder(identity: identity)
        default: self = .special
        }
    }

    /// What a file is known by under any path that leads to it; `nil` when it is none.
    package var fileIdentity: String? { if case .file(_, _, let identity) = self { identity } else { nil } }

    var isFolder: Bool { if case .folder = self { true } else { false } }

    var exists: Bool { if case .missing = self { false } else { true } }
}
