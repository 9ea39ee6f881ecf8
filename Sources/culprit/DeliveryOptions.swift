internal import ArgumentParser
internal import CulpritModel
internal import CulpritReport
internal import Foundation

/// Where a digest goes beside standard output; nothing else in the program reaches out of the machine.
struct DeliveryOptions: ParsableArguments {
    @Option(help: "Mail it to this address, as text and HTML, through 'sendmail'.")
    var mailTo: String?

    @Option(help: "Post it to this address, as Slack and compatible programs take it, through 'curl'.")
    var webhook: String?

    func validate() throws {
        if let mailTo, mailTo.split(separator: "@").count != 2 || mailTo.contains(where: { $0.isNewline || $0 == " " })
        {
            throw ValidationError("'--mail-to' must be an address such as 'ops@example.org', but was '\(mailTo)'.")
        }
        if let webhook,
            !(webhook.hasPrefix("https://") || webhook.hasPrefix("http://"))
                || webhook.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "\\" })
        {
            throw ValidationError("'--webhook' must be an address that begins with 'https://', but was '\(webhook)'.")
        }
    }

    func send(_ digest: Digest) async throws {
        if let mailTo {
            try Self.run(["sendmail", "-t", "-i"], standardInput: digestMail(digest, to: mailTo), to: mailTo)
        }
        if let webhook {
            // Through standard input: the address is a secret, and arguments are for all to see.
            let body = digestWebhook(digest).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            let configuration = """
                url = "\(webhook)"
                header = "Content-Type: application/json"
                data-raw = "\(body)"
                """
            try Self.run(
                [
                    "curl", "--silent", "--show-error", "--fail", "--max-time", "30", "--output", "/dev/null",
                    "--config", "-",
                ],
                standardInput: configuration, to: "the webhook")
        }
    }

    /// Runs a program of the system, found where administrators' programs are too.
    private static func run(_ command: [String], standardInput: String, to receiver: String) throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let paths = (folders + ["/usr/sbin", "/usr/lib", "/usr/bin", "/usr/local/bin"]).map { "\($0)/\(command[0])" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile) else {
            throw DeliveryError.noProgram(command[0])
        }
        let (process, input, errors) = (Process(), Pipe(), Pipe())
        process.executableURL = URL(filePath: path)
        process.arguments = Array(command.dropFirst())
        process.standardInput = input
        process.standardError = errors
        do {
            try process.run()
            // A program that ends early is told by its status, not by its closed pipe.
            try? input.fileHandleForWriting.write(contentsOf: Data(standardInput.utf8))
            try? input.fileHandleForWriting.close()
        } catch {
            throw DeliveryError.failed(receiver, why: error.systemCause.localizedDescription)
        }
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 {
            let line = complaint.split(separator: "\n").first.map(String.init) ?? "It gave no reason."
            throw DeliveryError.failed(receiver, why: "\(command[0]) ended with \(process.terminationStatus): \(line)")
        }
    }
}

/// A digest that did not arrive.
enum DeliveryError: DiagnosableError {
    case noProgram(String)
    case failed(String, why: String)

    var diagnostic: Diagnostic {
        switch self {
        case .noProgram(let name):
            Diagnostic(
                "Cannot send the digest.", because: "There is no program '\(name)'.",
                try: name == "curl" ? "Install curl." : "Install a mail system such as postfix, msmtp-mta or dma.")
        case .failed(let receiver, let why):
            Diagnostic("Cannot send the digest to \(receiver).", because: why, try: "Check the address and try again.")
        }
    }
}
