package import CulpritModel

/// Returns the digest as one HTML page that needs nothing else, for a mail or a browser.
package func digestHTML(_ digest: Digest) -> String {
    let title = "\(Phrases.day(digest.day)): " + (digest.isQuiet ? "quiet" : "needs a look")
    var body: Markup = "<h1>\(title)</h1><p>\(Phrases.totals(of: digest))</p>"
    if digest.isQuiet {
        body += "<p>\(Phrases.quietEnd(of: digest))</p>"
    } else {
        if let incident = digest.incident { body += "<p class=\"lead\"><b>\(Phrases.clipped(incident, 400))</b></p>" }
        for section in digest.sections {
            let items = section.items.prefix(20).map { item -> Markup in
                let code: Markup =
                    item.code.isEmpty ? "" : " <span class=\"place\">\(Phrases.clipped(item.code, 80))</span>"
                return "<li>\(item.tally) \(Phrases.clipped(item.text, 200))\(code)</li>"
            }
            let rest = section.items.count - 20
            let more: Markup = rest > 0 ? "<p class=\"more\">and \(rest) more</p>" : ""
            body += "<section><h2>\(section.title)</h2><ul>\(Markup.joined(items))</ul>\(more)</section>"
        }
    }
    let page: Markup = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(ReportStyle.digest)'">
        <meta name="viewport" content="width=device-width,initial-scale=1"><title>\(title)</title>
        <style>\(ReportStyle.sheet)</style></head><body><main>\(body)</main></body></html>

        """
    return page.text
}
