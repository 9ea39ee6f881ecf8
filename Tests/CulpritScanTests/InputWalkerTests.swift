import CulpritModel
import CulpritScan
import CulpritTestSupport
import Foundation
import Testing

struct InputWalkerTests {
    static func names(_ files: [InputFile], in folder: TemporaryFolder) -> [String] {
        files.map { String($0.path.dropFirst(folder.url.path.count + 1)) }
    }

    @Test("Files are found at any depth, in the order of their names")
    func nestedFolders() throws {
        let folder = try TemporaryFolder()
        for name in ["b.log", "a/2.log", "a/1.log", "a/x/y/deep.log", ".hidden", "c/only.log"] {
            _ = try folder.write(name, to: name)
        }
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "empty"), withIntermediateDirectories: false)
        let found = InputWalker.files(of: [folder.url.path])
        #expect(found.problems == [])
        let names = Self.names(found.files, in: folder)
        #expect(names == [".hidden", "a/1.log", "a/2.log", "a/x/y/deep.log", "b.log", "c/only.log"])
        #expect(found.files.map(\.byteCount) == names.map(\.utf8.count))
        #expect(found.files.allSatisfy { $0.modifiedSeconds != nil })
    }

    @Test("A missing input is told of, and the others are found")
    func missingInput() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x", to: "a.log")
        let none = folder.url.appending(path: "none").path
        let found = InputWalker.files(of: [none, path])
        #expect(found.files.map(\.path) == [path])
        #expect(found.problems == [.cannotOpen(none, why: "No such file or directory")])
    }

    @Test("Links are followed, and a loop of them ends")
    func linkLoop() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x", to: "logs/a.log")
        let manager = FileManager.default
        try manager.createSymbolicLink(
            at: folder.url.appending(path: "logs/up"), withDestinationURL: folder.url.appending(path: "logs"))
        try manager.createSymbolicLink(
            atPath: folder.url.appending(path: "logs/self").path, withDestinationPath: "self")
        let link = folder.url.appending(path: "link.log")
        try manager.createSymbolicLink(at: link, withDestinationURL: URL(filePath: path))
        let found = InputWalker.files(of: [folder.url.path])
        #expect(Self.names(found.files, in: folder) == ["link.log"])
        let problem = try #require(found.problems.first)
        #expect(found.problems.count == 1)
        #expect(problem.description.contains("logs/self"))
    }

    @Test("A FIFO is left out of a folder, and told of when it was named")
    func fifo() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "a.log")
        let path = folder.url.appending(path: "pipe").path
        let process = try Process.run(URL(filePath: "/usr/bin/mkfifo"), arguments: [path])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        #expect(InputWalker.files(of: [folder.url.path]).files.map(\.path) == [file])
        #expect(InputWalker.files(of: [folder.url.path]).problems == [])
        #expect(InputWalker.files(of: [path]).problems == [.cannotOpen(path, why: "it is neither a file nor a folder")])
    }

    @Test("A file that is named twice, or by two links, is read once")
    func namedTwice() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x", to: "a.log")
        try FileManager.default.linkItem(atPath: path, toPath: folder.url.appending(path: "b.log").path)
        let found = InputWalker.files(of: [path, folder.url.path, path, "-", "-"])
        #expect(found.files.map(\.path) == [path, "-"])
        #expect(found.problems == [])
    }

    @Test(
        "A pattern that no shell expanded finds its files",
        arguments: [
            ("*.log", ["a.log", "b.log"]), ("logs/*.log*", ["logs/x.log.2.gz", "logs/x.log.1", "logs/x.log"]),
            ("l?gs/[xy].log", ["logs/x.log"]), ("**/*.log", ["a.log", "b.log", "logs/deep/z.log", "logs/x.log"]),
            ("logs/d*", ["logs/deep/z.log"]), ("logs/.h*", ["logs/.hidden.log"]), ("*/none", []), ("[", []),
        ] as [(String, [String])])
    func patterns(pattern: String, names: [String]) throws {
        let folder = try TemporaryFolder()
        for name in [
            "a.log", "b.log", "logs/x.log", "logs/x.log.1", "logs/x.log.2.gz", "logs/deep/z.log", "logs/.hidden.log",
        ] {
            _ = try folder.write(name, to: name)
        }
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "logs/up"), withDestinationURL: folder.url)
        let path = "\(folder.url.path)/\(pattern)"
        let found = InputWalker.files(of: [path])
        #expect(Set(Self.names(found.files, in: folder)) == Set(names))
        #expect(found.problems == (names.isEmpty ? [.cannotOpen(path, why: "Nothing matches this pattern")] : []))
        #expect(found.files.allSatisfy { $0.path.hasPrefix($0.root) })
    }

    @Test("A file whose name has a wildcard in it is itself")
    func wildcardName() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("x", to: "app[1].log")
        #expect(InputWalker.files(of: [path]).files.map(\.path) == [path])
    }

    @Test("The parts of a rotated log come the oldest first")
    func rotatedSet() throws {
        let folder = try TemporaryFolder()
        for name in ["app.log", "app.log.1", "app.log.10.gz", "app.log.2.gz", "aaa.log", "zzz.log-20260304", "zzz.log"]
        {
            _ = try folder.write(name, to: name)
        }
        let names = Self.names(InputWalker.files(of: [folder.url.path]).files, in: folder)
        #expect(
            names == [
                "aaa.log", "app.log.10.gz", "app.log.2.gz", "app.log.1", "app.log", "zzz.log-20260304", "zzz.log",
            ])
    }
}
