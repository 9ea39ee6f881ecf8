/// The shapes of metrics that are told by their content.
package enum MetricKind: String, Sendable, Hashable, CaseIterable {
    /// Prometheus text and OpenMetrics.
    case openMetrics = "openmetrics"
    /// A header, a column of times, and numbers.
    case csv

    /// Returns what the beginning of a source holds, or `nil` when that is not clearly metrics.
    ///
    /// A last line without its newline is not looked at, unless it is the only one.
    package static func detect(prefix: Span<UInt8>) -> MetricKind? {
        var lines: [Range<Int>] = []
        var start = 0
        for index in prefix.indices where prefix[index] == UInt8(ascii: "\n") {
            let isReturn = index > start && prefix[index - 1] == UInt8(ascii: "\r")
            lines.append(start..<(isReturn ? index - 1 : index))
            start = index + 1
            if lines.count == 200 { break }
        }
        if lines.isEmpty { lines.append(0..<prefix.count) }
        lines.removeAll(where: \.isEmpty)
        if isOpenMetrics(prefix, lines) { return .openMetrics }
        return isMetricTable(prefix, lines) ? .csv : nil
    }

    private static func isOpenMetrics(_ text: Span<UInt8>, _ lines: [Range<Int>]) -> Bool {
        var (declarations, samples, surely, others) = (0, 0, 0, 0)
        for range in lines {
            let line = text.extracting(range)
            if line[0] == UInt8(ascii: "#") {
                let isDeclaration = line.starts(with: "# TYPE ") || line.starts(with: "# HELP ")
                declarations += isDeclaration || line.starts(with: "# UNIT ") ? 1 : 0
            } else if let (hasLabels, _) = OpenMetricsParser.looksLikeSample(line) {
                samples += 1
                surely += hasLabels ? 1 : 0
            } else {
                others += 1
            }
        }
        guard others * 10 <= samples + declarations else { return false }
        return declarations >= 2 || declarations == 1 && samples > 0 || surely >= 2 && surely * 2 >= samples
    }

    private static func isMetricTable(_ text: Span<UInt8>, _ lines: [Range<Int>]) -> Bool {
        guard lines.count >= 2 else { return false }
        let first = text.extracting(lines[0])
        guard !first.starts(with: "{") else { return false }
        let separator = CSVRow.separator(of: first)
        let isComment = first.starts(with: "#")
        let header = CSVRow.cells(of: isComment ? first.extracting(1..<first.count) : first, separator: separator)
        // A header names things; a first row of numbers or times is not one.
        guard header.count >= 2, header.allSatisfy({ !$0.isEmpty && WideCSVLayout.time($0) == nil && $0.count <= 200 })
        else { return false }
        var rows: [[String]] = []
        for range in lines.dropFirst() where text[range.lowerBound] != UInt8(ascii: "#") {
            rows.append(CSVRow.cells(of: text.extracting(range), separator: separator))
        }
        let fitting = rows.filter { $0.count == header.count }
        guard !fitting.isEmpty, fitting.count * 10 >= rows.count * 9 else { return false }
        return WideCSVLayout(header: header, rows: fitting).map { !$0.holdsText } ?? false
    }
}
