internal import CulpritModel
internal import Foundation

/// Keeps other digests away from a case while one reads, tells and forgets: each waits for its turn.
///
/// The lock is on a file beside the case, which stays, and the system takes it back when the program ends however it ends.
struct CaseLock {
    private let file: FileHandle

    init(casePath: String) throws {
        let path = casePath + ".lock"
        // Where there is none: another digest may have made and locked it just now.
        try? Data().write(to: URL(filePath: path), options: .withoutOverwriting)
        guard let file = FileHandle(forUpdatingAtPath: path) else {
            throw OutputError.cannotWrite(path, why: "It cannot be opened for writing.")
        }
        self.file = file
        if flock(file.fileDescriptor, LOCK_EX | LOCK_NB) != 0 {
            complain("Waiting for another digest of '\(casePath)'.")
            // A signal may end the wait early.
            while flock(file.fileDescriptor, LOCK_EX) != 0, errno == EINTR {}
        }
    }

    func release() { try? file.close() }
}
