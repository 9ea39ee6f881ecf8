internal import ArgumentParser
internal import CulpritModel
internal import CulpritReport

/// How a report is printed.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
    case html

    /// The report; `isFile` says that no terminal will show it.
    func text(of report: Report, isFile: Bool) -> String {
        switch self {
        case .text: reportText(report, style: TextStyle(colour: !isFile && StandardOutput.takesColour))
        case .json: reportJSON(report)
        case .markdown: reportMarkdown(report)
        case .html: reportHTML(report)
        }
    }
}
