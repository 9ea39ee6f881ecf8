package import CulpritModel
internal import Foundation

/// Returns the digest as a mail with a text and an HTML part (RFC 2046), as `sendmail -t` takes it.
package func digestMail(_ digest: Digest, to recipient: String) -> String {
    let state = digest.verdict.map { "\(Phrases.category($0.category)) \($0.entity)" }
    let subject = "Culprit \(Phrases.day(digest.day)): " + (digest.isQuiet ? "quiet" : state ?? "needs a look")
    // It cannot be in a part: those are base64.
    let boundary = "=_culprit_\(digest.day.from.seconds)"
    let parts = [
        ("text/plain", digestText(digest, style: TextStyle(colour: false))), ("text/html", digestHTML(digest)),
    ].map { type, text in
        [
            "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64", "",
            Data(text.utf8).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]),
        ].joined(separator: "\n")
    }
    let head = [
        "To: \(headerText(recipient))", "Subject: \(encodedWord(subject))", "MIME-Version: 1.0",
        "Auto-Submitted: auto-generated", "Content-Type: multipart/alternative; boundary=\"\(boundary)\"", "",
    ]
    return (head + parts + ["--\(boundary)--", ""]).joined(separator: "\n")
}

/// A header has one line; nothing in it may begin another.
private func headerText(_ text: String) -> String { String(text.filter { !$0.isNewline && $0 != "\0" }) }

/// Text for a header as RFC 2047 has it, where it is not plain ASCII.
private func encodedWord(_ text: String) -> String {
    let short = Phrases.clipped(headerText(terminalSafe(text)), 40)
    return short.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
        ? short : "=?utf-8?B?\(Data(short.utf8).base64EncodedString())?="
}

/// Returns the digest as the JSON that Slack's incoming webhooks take, and those of programs that are compatible.
package func digestWebhook(_ digest: Digest) -> String {
    var lines = digestText(digest, style: TextStyle(colour: false)).split(separator: "\n").prefix(30).map(String.init)
    let title = lines.isEmpty ? "" : lines.removeFirst()
    // Slack reads these three as markup and nothing else.
    let escape = { (text: String) in
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
            "`", with: "'")
    }
    var writer = JSONWriter(indented: false)
    writer.object {
        $0.member("text", "*\(escape(title))*\n```\n\(lines.map(escape).joined(separator: "\n"))\n```")
    }
    return writer.text
}
