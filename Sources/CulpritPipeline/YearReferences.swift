internal import CulpritModel
internal import CulpritScan

/// Finds for each file the latest moment that a time without a year in it may be.
struct YearReferences {
    let zones: SourceZones
    let now: Timestamp
    let jobs: Int

    /// Returns the references of `files`, which are in the order of their logs and ages.
    func references(of files: [(name: RotatedName, file: InputFile)]) async throws -> [TimeReference] {
        let anchor = try await self.anchor(files.map(\.file))
        var references = files.map { reference($0.file, anchor: anchor) }
        // From the newest on: a part of a rotated log ends before the next one begins.
        var isRotated = false
        for index in files.indices.dropLast().reversed() {
            let newer = files[index + 1]
            // Numbers alone do not tell: 'web.1' and 'web.2' may be two machines.
            isRotated = files[index].name.log == newer.name.log && (isRotated || newer.name.isCurrent)
            guard isRotated,
                let first = Self.firstTime(in: newer.file, reference: references[index + 1], where: { !$0.hasYear }),
                first < references[index].latest
            else { continue }
            references[index] = TimeReference(
                latest: first.advanced(bySeconds: 1), offsetSeconds: references[index].offsetSeconds)
        }
        return references
    }

    /// The latest time with a year near the beginnings of the files; the year of times without one is told by it.
    ///
    /// A copied file's modification time is that of the copy, often years after its records.
    private func anchor(_ files: [InputFile]) async throws -> Timestamp? {
        let latest = now.advanced(bySeconds: 86_400)
        let times = try await mapInOrder(files.filter { $0.path != "-" }, width: jobs) { file in
            Self.firstTime(in: file, reference: TimeReference(latest: latest)) { time in
                time.hasYear && time.range.count >= 19 && time.time <= latest
            }
        }
        return times.compactMap(\.self).max()
    }

    private func reference(_ file: InputFile, anchor: Timestamp?) -> TimeReference {
        let modified = file.modifiedSeconds.map { Timestamp(seconds: $0) } ?? now
        // Files of one outage begin within a month of each other.
        let latest = anchor.map { min(modified, $0.advanced(bySeconds: 31 * 86_400)) } ?? modified
        return TimeReference(latest: latest, offsetSeconds: zones.offsetSeconds(of: file.path))
    }

    /// The latest time that is wanted in the first lines of a file.
    private static func firstTime(
        in file: InputFile, reference: TimeReference, where isWanted: (ParsedTime) -> Bool
    ) -> Timestamp? {
        var found: Timestamp?
        _ = try? SourceOpener.peek(file.path, byteCount: 4_096) { bytes in
            var start = 0
            for _ in 0..<5 where start < bytes.count {
                let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.count
                let line = bytes.extracting(start..<end)
                start = end + 1
                guard let time = TimestampParser.search(line, limit: 80, reference: reference), isWanted(time)
                else { continue }
                found = max(found ?? time.time, time.time)
            }
        }
        return found
    }
}
