import CulpritTestSupport
import Foundation

/// A program that was built beside the tests.
struct Program {
    /// How a run ended and what it wrote.
    struct Result: Sendable {
        let status: Int32
        let out: String
        let err: String

        /// The lines of the standard output.
        var lines: [Substring] { out.split(separator: "\n") }
    }

    static let culprit = Program(path: folder.appending(path: "culprit").path)
    static let simulate = Program(path: folder.appending(path: "culprit-simulate").path)

    let path: String

    /// The program of the system with this name, where it is installed.
    static func system(_ name: String) -> Program? {
        let places = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return places.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile).map(Program.init)
    }

    /// The folder of the test bundle, where the package manager puts every product.
    private static var folder: URL {
        let bundle = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        var folder = bundle.deletingLastPathComponent()
        // On macOS the bundle is a folder of folders.
        while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
        return folder
    }

    /// Runs the program to its end and returns what it wrote; one that takes longer than `timeout` is ended.
    ///
    /// `environment` changes variables of this process's own; by default the user has no settings.
    ///
    /// The output goes to files, so that no pipe can fill and none has to be read meanwhile.
    func run(
        _ arguments: [String], stdin: [UInt8] = [], in folder: URL? = nil, environment changed: [String: String] = [:],
        timeout: Duration = .seconds(180)
    ) async throws -> Result {
        let scratch = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder ?? scratch.url
        var environment = ProcessInfo.processInfo.environment.filter { $0.key != "CULPRIT_RECORD_GOLDENS" }
        // Whoever runs the tests may have rules of their own.
        environment["XDG_CONFIG_HOME"] = scratch.url.path
        process.environment = environment.merging(changed, uniquingKeysWith: { $1 })
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: scratch.write(stdin, to: "in")))
        let (out, err) = (try scratch.write("", to: "out"), try scratch.write("", to: "err"))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: out))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: err))
        let (ended, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        try process.run()
        let id = process.processIdentifier
        let watch = Task {
            try await Task.sleep(for: timeout)
            kill(id, SIGKILL)
        }
        for await _ in ended {}
        watch.cancel()
        process.waitUntilExit()
        return Result(status: process.terminationStatus, out: try Self.text(out), err: try Self.text(err))
    }

    /// Runs a line of the shell, in which `$CULPRIT` is the program.
    static func shell(_ line: String, in folder: URL) async throws -> Result {
        let prelude = "CULPRIT='\(Program.culprit.path)'; "
        return try await Program(path: "/bin/sh").run(["-c", prelude + line], in: folder)
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }
}
