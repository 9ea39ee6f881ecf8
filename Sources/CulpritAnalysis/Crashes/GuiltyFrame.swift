internal import CulpritModel

/// Finds the frame that names a report of which only a part tells what failed.
///
/// A kernel prints registers, the stack, and often other stacks too. A way goes from waymark to waymark; `stack` takes
/// frames until another stack begins or the next waymark comes, as [syzkaller](https://github.com/google/syzkaller)'s
/// `pkg/report` does.
enum GuiltyFrame {
    static let corrupted = "corrupted"

    /// Returns the guilty function by the first of the ways that leads to one.
    static func find(in lines: [CrashLine], by start: CrashStart) -> String? {
        for way in start.ways {
            let frames = follow(way, lines)
            if let name = start.picksDispatched ? dispatched(frames) : first(frames) { return name }
        }
        return nil
    }

    private static func first(_ frames: [CrashFrame]) -> String? {
        // Where many bugs of a kind meet, the meeting point is the name, however deep it is.
        (frames.first { $0.alias != nil && !$0.isDispatcher }.map { $0.alias ?? $0.function })
            ?? frames.first { !$0.isNoise }?.function
    }

    private static func dispatched(_ frames: [CrashFrame]) -> String? {
        let frames = frames.filter { !$0.isNoise }
        guard let index = frames.firstIndex(where: \.isDispatcher) else { return nil }
        return frames[index].alias ?? frames[max(0, index - 1)].function
    }

    /// Returns the frames of the first stack on the way, with those that waymarks in front of it name.
    private static func follow(_ way: [String], _ lines: [CrashLine]) -> [CrashFrame] {
        var (frames, step, stackCount): ([CrashFrame], Int, Int) = ([], 0, 0)
        func mark(_ name: String, of line: CrashLine) -> CrashLine.Mark? {
            if name == "start" { return line.role == .start ? CrashLine.Mark(name: name, frame: line.frame) : nil }
            return line.marks.first { $0.name == name }
        }
        for line in lines {
            guard step < way.count else { break }
            if mark("broken", of: line) != nil {
                // Another's stack has come between; what follows it belongs to the next step.
                stackCount += way[step] == "stack" ? 1 : 0
                step += 1
            } else if way[step] != "stack" {
                guard let found = mark(way[step], of: line) else { continue }
                if let frame = found.frame { frames.append(frame) }
                step += 1
            } else if mark("stack", of: line) != nil {
                step += 1
                stackCount += 1
            } else if step + 1 < way.count, let found = mark(way[step + 1], of: line) {
                if let frame = found.frame { frames.append(frame) }
                step += 2
                stackCount += 1
            } else if line.role == .frame, line.captures["top"] == nil, let frame = line.frame {
                frames.append(frame)
            }
            if stackCount > 0, step < way.count, way[step] == "stack" { break }
        }
        return frames
    }
}
