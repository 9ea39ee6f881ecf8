internal import CulpritModel
internal import CulpritParse
internal import CulpritRules
internal import CulpritScan

/// Finds when machines booted, for kernel logs that count seconds from there and have no line that tells it: from other
/// files of the same machine, as their folders tell.
struct BootTimes {
    let rules: RuleSet
    let jobs: Int

    /// So much of a file's beginning tells that it counts from the boot, or when that was.
    private static let (beginningSize, searchedSize) = (512, 1 << 20)
    /// How far boot times may be apart that are of one boot: some are told to the minute.
    private static let sameBootSeconds = 90.0

    /// What tells a boot time: the surest is of microseconds.
    private struct Sign: Sendable {
        let boot: Timestamp
        let isExact: Bool
        var host: String?
    }

    /// Returns `references` with the boot times of those files that need them.
    func known(_ references: [TimeReference], of files: [InputFile]) async throws -> [TimeReference] {
        let countsFromBoot = try await mapInOrder(files, width: jobs, Self.countsFromBoot)
        let wanting = files.indices.filter { countsFromBoot[$0] }
        guard !wanting.isEmpty, wanting.count < files.count else { return references }
        let machines = files.map { machine(of: $0.path) }
        let places = Set(wanting.map { machines[$0] })
        let tasks = files.indices.filter {
            !countsFromBoot[$0] && files[$0].path != "-" && places.contains(machines[$0])
        }.map { (machine: machines[$0], file: files[$0], reference: references[$0]) }
        let rules = self.rules
        let found = try await mapInOrder(tasks, width: jobs) { task in
            Self.signs(in: task.file, reference: task.reference, rules: rules)
        }
        var signs: [[String]: [Sign]] = [:]
        for (task, found) in zip(tasks, found) { signs[task.machine, default: []] += found }
        var references = references
        for index in wanting {
            references[index].boot = Self.boot(signs[machines[index]] ?? [], before: references[index].latest)
        }
        return references
    }

    /// The folders of a machine: those of its file without the ones at the end that every machine has.
    private func machine(of path: String) -> [String] {
        let common = Set(rules.lists["system_folders"] ?? [])
        var folders = SourceName(path: path).folders
        while let last = folders.last, common.contains(last) { folders.removeLast() }
        return folders
    }

    /// The last boot before `latest`, as the surest signs of it tell; `nil` where they are of several machines.
    private static func boot(_ signs: [Sign], before latest: Timestamp) -> Timestamp? {
        guard Set(signs.compactMap(\.host)).count <= 1 else { return nil }
        guard let last = signs.map(\.boot).filter({ $0 <= latest }).max() else { return nil }
        let same = signs.filter { abs($0.boot.seconds(since: last)) <= sameBootSeconds }
        let exact = same.filter(\.isExact).map(\.boot).sorted()
        return exact.isEmpty ? same.map(\.boot).min() : exact[exact.count / 2]
    }

    // MARK: Files

    /// Whether the first line is the kernel's, with the seconds since boot and no other time.
    private static func countsFromBoot(_ file: InputFile) -> Bool {
        guard file.path != "-" else { return false }
        var counts = false
        try? SourceOpener.peek(file.path, byteCount: beginningSize) { counts = uptime($0, at: 0) != nil }
        return counts
    }

    /// The seconds in `[   12.345678]`, behind a priority like `<6>`.
    private static func uptime(_ text: Span<UInt8>, at start: Int) -> Double? {
        var index = start
        if index < text.count, text[index] == UInt8(ascii: "<") {
            index = (text.firstIndex(of: UInt8(ascii: ">"), from: index) ?? text.count) + 1
        }
        guard index < text.count, text[index] == UInt8(ascii: "["),
            let end = text.firstIndex(of: UInt8(ascii: "]"), from: index), end - index < 24
        else { return nil }
        let number = text.text(index + 1..<end).drop { $0 == " " }
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) else { return nil }
        return Double(number)
    }

    private static func signs(in file: InputFile, reference: TimeReference, rules: RuleSet) -> [Sign] {
        var signs: [Sign] = []
        try? SourceOpener.peek(file.path, byteCount: searchedSize) { text in
            let name = RotatedName(path: file.path).log.split(whereSeparator: { $0 == "/" || $0 == "!" }).last
            if name == "uptime", let modified = file.modifiedSeconds, let uptime = procUptime(text) {
                signs.append(Sign(boot: Timestamp(seconds: modified).advanced(bySeconds: -uptime), isExact: false))
                return
            }
            var reader = RecordReader(rules, reference: reference)
            func look(at record: inout RecordBuffer) {
                guard var sign = sign(in: record, reference) else { return }
                sign.host = record.text(record.host)
                signs.append(sign)
            }
            reader.read(text, look)
            reader.finish(look)
        }
        return signs
    }

    /// `/proc/uptime`: two numbers of seconds, the first since the boot.
    private static func procUptime(_ text: Span<UInt8>) -> Double? {
        let numbers = text.text.split(whereSeparator: \.isWhitespace).map { Double($0) }
        return numbers.count == 2 ? numbers[0] : nil
    }

    private static func sign(in record: borrowing RecordBuffer, _ reference: TimeReference) -> Sign? {
        let text = record.bytes.span
        // proc(5): `btime` of /proc/stat, in seconds since 1970.
        if text.holds(bootSecond.span),
            let seconds = Int64(text.text(bootSecond.count..<text.count).prefix { $0.isNumber })
        {
            return Sign(boot: Timestamp(seconds: seconds), isExact: false)
        }
        // last(1) and who(1): a boot, and when it was.
        if let place = offset(of: systemBoot, in: text),
            let found = TimestampParser.search(text, from: place, limit: 80, reference: reference), found.hasDate
        {
            return Sign(boot: found.time, isExact: false)
        }
        guard let time = record.time else { return nil }
        if let place = offset(of: kernel, in: text), let uptime = uptime(text, at: place + kernel.count) {
            return Sign(boot: time.advanced(bySeconds: -uptime), isExact: true)
        }
        // The kernel's first line, and systemd's when it is done with all that is started at boot.
        if offset(of: firstLine, in: text) != nil { return Sign(boot: time, isExact: false) }
        if let place = offset(of: finished, in: text),
            let sum = text.text(place..<text.count).split(separator: "= ").last,
            let seconds = seconds(of: sum)
        {
            return Sign(boot: time.advanced(bySeconds: -seconds), isExact: false)
        }
        return nil
    }

    private static let bootSecond = Array("btime ".utf8)
    private static let systemBoot = Array("system boot".utf8)
    private static let kernel = Array("kernel: ".utf8)
    private static let firstLine = Array("kernel: Linux version ".utf8)
    private static let finished = Array("Startup finished in ".utf8)

    private static func offset(of word: [UInt8], in text: Span<UInt8>) -> Int? {
        var start = 0
        while let found = text.firstIndex(of: word[0], from: start) {
            if text.holds(word.span, at: found) { return found }
            start = found + 1
        }
        return nil
    }

    /// The seconds of `1min 12.345s.`, as systemd writes them.
    private static func seconds(of text: Substring) -> Double? {
        var seconds = 0.0
        for part in text.split(separator: " ") {
            let number = part.prefix { $0.isNumber || $0 == "." }
            guard let value = Double(number) else { return nil }
            switch part.dropFirst(number.count).prefix(while: \.isLetter) {
            case "h": seconds += value * 3_600
            case "min": seconds += value * 60
            case "s": seconds += value
            case "ms": seconds += value / 1_000
            default: return nil
            }
        }
        return seconds
    }
}
