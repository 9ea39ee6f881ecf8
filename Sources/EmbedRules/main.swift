// Packs the rule files into one Swift source, so that the binary carries them: EmbedRules OUTPUT ROOT FILE...
import Foundation

let arguments = CommandLine.arguments
guard arguments.count >= 3 else { fatalError("usage: EmbedRules OUTPUT ROOT FILE...") }
let root = arguments[2].hasSuffix("/") ? arguments[2] : arguments[2] + "/"
var source = "/// The files of `Rules/` as they were when this binary was built: path below `Rules/`, and text.\n"
source += "let embeddedRuleFiles: [(path: String, text: String)] = [\n"
for file in arguments.dropFirst(3).sorted() {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    precondition(file.hasPrefix(root), "'\(file)' is not below '\(root)'.")
    let path = file.dropFirst(root.count)
    // Six marks are more than any rule file has after a quote.
    source += "    (path: \"\(path)\", text: ######\"\"\"\n\(text)\n\"\"\"######),\n"
}
source += "]\n"
try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
