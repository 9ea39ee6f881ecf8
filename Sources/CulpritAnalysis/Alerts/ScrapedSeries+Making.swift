package import CulpritModel

extension ScrapedSeries {
    /// A series of a case as Prometheus would have scraped it: one sample at the end of each minute, when all that it
    /// tells had happened; a counter is put together again from its rates.
    ///
    /// `nil` for series that come from log lines, and where the name is none that Prometheus takes.
    package init?(_ series: Series) {
        guard !series.key.name.hasPrefix("log_"), Self.isName(series.key.name) else { return nil }
        var labels = Self.labels(of: series.key.labels)
        labels[series.entityLabel ?? "instance"] = series.key.entity.name
        if let peer = series.key.peer { labels["peer"] = peer }
        guard labels.keys.allSatisfy(Self.isName) else { return nil }
        var (samples, total, previous) = ([Sample](), 0.0, nil as Timestamp?)
        var (sum, count) = (0.0, 0.0)
        for (index, sample) in series.samples.enumerated() {
            (sum, count) = (sum + sample.value, count + 1)
            let minute = sample.time.minuteStart
            if index + 1 < series.samples.count, series.samples[index + 1].time.minuteStart == minute { continue }
            let mean = sum / count
            (sum, count) = (0, 0)
            let time = minute.advanced(bySeconds: 60)
            if series.isCounter {
                total += mean * (previous.map { time.seconds(since: $0) } ?? 60)
                previous = time
            }
            samples.append(Sample(time: time, value: series.isCounter ? total : mean))
        }
        self.init(name: series.key.name, labels: labels, samples: samples)
    }

    /// Only what was scraped in `span`.
    package func cut(to span: TimeSpan) -> ScrapedSeries {
        ScrapedSeries(
            name: name, labels: labels, samples: samples.filter { span.from <= $0.time && $0.time <= span.to })
    }

    /// The labels of `name="value",…`.
    static func labels(of text: String) -> [String: String] {
        var (labels, rest) = ([String: String](), text[...])
        while let sign = rest.firstRange(of: "=\"") {
            let name = String(rest[..<sign.lowerBound])
            rest = rest[sign.upperBound...]
            let end = rest.firstRange(of: "\",")
            labels[name] = String(end.map { rest[..<$0.lowerBound] } ?? rest.dropLast())
            rest = end.map { rest[$0.upperBound...] } ?? ""
        }
        return labels
    }

    static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        }
    }
}
