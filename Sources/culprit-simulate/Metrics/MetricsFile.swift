internal import CulpritModel

/// The metrics of the fleet as OpenMetrics text, one family after the other, as a dump of a database has them.
struct MetricsFile {
    let timeline: Timeline
    let fault: any Fault
    let seed: UInt64
    let resolution: Resolution

    /// How much is measured, chosen so that the metrics stay a part of the size that was asked for.
    struct Resolution {
        let stepSeconds: Int
        let isEssentialOnly: Bool

        init(byteCount: Int) {
            stepSeconds = byteCount < 2_000_000 ? 300 : byteCount < 5_000_000 ? 120 : byteCount < 40_000_000 ? 60 : 30
            isEssentialOnly = byteCount < 2_000_000
        }

        /// The families that are measured.
        var families: [MetricFamily] {
            (MetricFamily.node + MetricFamily.services).filter { !isEssentialOnly || $0.isEssential }
        }

        /// About how many bytes a run of `spanSeconds` takes.
        func estimatedByteCount(spanSeconds: Int) -> Int {
            let seriesCount = families.map { $0.hosts.count * $0.series.count }.reduce(0, +)
            return seriesCount * (spanSeconds / stepSeconds) * 74
        }
    }

    /// Writes all families and the end mark, and returns the number of bytes of text.
    func write(to path: String, level: Int?) throws -> Int {
        var file = try ChunkedFile(path: path, level: level)
        var lastName = ""
        for family in resolution.families {
            if family.familyName != lastName {
                try file.append(line: "# HELP \(family.familyName) \(family.help)")
                try file.append(line: "# TYPE \(family.familyName) \(family.kind.rawValue)")
            }
            lastName = family.familyName
            for host in family.hosts {
                for (labels, level) in family.series { try append(family, host, labels, level, to: &file) }
            }
        }
        try file.append(line: "# EOF")
        return try file.close()
    }

    private func append(
        _ family: MetricFamily, _ host: Host, _ labels: String, _ level: Double, to file: inout ChunkedFile
    ) throws {
        let labels = labels == "device" ? "device=\"\(host.interface)\"" : labels
        let isBackbone = host.group == .rtr && labels.hasPrefix("device=\"enp")
        var series = MetricSeries(
            family, host: host, labels: labels, level: isBackbone ? level * 8 : level, timeline: timeline, fault: fault,
            seed: seed)
        let all = "{instance=\"\(host.name)\"\(labels.isEmpty ? "" : ",")\(labels)}"
        var scrape = SplitMix64(seed: seed, part: "scrape \(host.name)")
        let first = timeline.start.seconds + Int64(scrape.whole(0...14))
        for second in stride(from: first, to: timeline.end.seconds, by: resolution.stepSeconds) {
            let value = series.next(at: Timestamp(seconds: second), after: Double(resolution.stepSeconds))
            try file.append(line: "\(family.name)\(all) \(Text.decimal(value, family.decimals)) \(second)")
        }
    }
}
