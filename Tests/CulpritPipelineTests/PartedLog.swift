import CulpritTestSupport
import Foundation

/// Logs with all that may go on over the end of a part.
enum PartedLog: CaseIterable, Sendable {
    case plain, traces, interleaved, withoutYear, clockOnly, jumpingClock, lateRecords, gaps, csv, json, jsonOverLines,
        access, wrapped, crashes, crashLoop, mixed, manyCallers, manyHosts, free, longLines

    func text(using random: inout SeededGenerator) -> String {
        var clock = Clock(random: random)
        var text = ""
        for index in 0..<1_500 { text += lines(index, &clock, &random) }
        return Bool.random(using: &random) ? text : String(text.dropLast())
    }

    private struct Clock {
        /// Milliseconds since midnight of the first day.
        var now: Int

        init(random: SeededGenerator) {
            var random = random
            now = Int.random(in: 0..<86_400_000, using: &random)
        }

        mutating func advance(_ most: Int, using random: inout SeededGenerator) {
            now += Int.random(in: 0...most, using: &random)
        }

        private static func padded(_ value: Int, _ width: Int = 2) -> String {
            String(repeating: "0", count: max(0, width - "\(value)".count)) + "\(value)"
        }

        var time: String {
            let seconds = now / 1_000
            return "\(Self.padded(seconds / 3_600 % 24)):\(Self.padded(seconds / 60 % 60)):\(Self.padded(seconds % 60))"
        }
        var milliseconds: String { Self.padded(now % 1_000, 3) }
        /// From the 25th of December on.
        private var day: Int { 25 + now / 86_400_000 }
        var date: String { day <= 31 ? "2025-12-\(day)" : "2026-01-\(Self.padded(day - 31))" }
        var syslog: String { day <= 31 ? "Dec \(day) \(time)" : "Jan \(day - 31 < 10 ? " " : "")\(day - 31) \(time)" }
        var common: String {
            "\(day <= 31 ? "\(day)/Dec/2025" : "\(Self.padded(day - 31))/Jan/2026"):\(time) +0000"
        }
    }

    private func lines(_ index: Int, _ clock: inout Clock, _ random: inout SeededGenerator) -> String {
        let number = Int.random(in: 0..<1_000, using: &random)
        let host = "web-\(number % 3)"
        switch self {
        case .plain:
            clock.advance(900, using: &random)
            return
                "\(clock.date) \(clock.time),\(clock.milliseconds) \(level(number)) [main] Pool: request \(number) took \(number) ms\n"
        case .traces:
            clock.advance(900, using: &random)
            let head =
                "\(clock.date) \(clock.time),\(clock.milliseconds) ERROR [worker-\(number % 4)] Service: failed\n"
            guard number % 5 == 0 else { return head.replacingOccurrences(of: "ERROR", with: "INFO") }
            let frames = (0..<number % 40).map { "\tat com.example.Service\($0 % 7).call(Service.java:\($0))\n" }
            return head + "java.lang.IllegalStateException: broken \(number % 3)\n" + frames.joined()
                + (number % 2 == 0
                    ? "Caused by: java.io.IOException: reset\n\tat com.example.Net.read(Net.java:9)\n" : "")
        case .interleaved:
            clock.advance(400, using: &random)
            let text =
                number % 9 == 0
                ? "Traceback (most recent call last):"
                : number % 4 == 0 ? "  File \"a.py\", line \(number), in f" : "job \(number) done"
            return "\(clock.syslog) \(host) app[\(100 + number % 3)]: \(text)\n"
        case .withoutYear:
            clock.advance(900_000, using: &random)
            return
                "\(clock.syslog) \(host) sshd[\(number)]: Failed password for root from 10.0.0.\(number % 256) port \(40_000 + number) ssh2\n"
        case .clockOnly:
            clock.advance(120_000, using: &random)
            return "\(clock.time).\(clock.milliseconds) \(level(number)) tick \(number)\n"
        case .jumpingClock:
            clock.advance(3_000, using: &random)
            if number < 5 { clock.now = max(0, clock.now - Int.random(in: 0..<600_000, using: &random)) }
            return "\(clock.date) \(clock.time) \(level(number)) step \(number)\n"
        case .lateRecords:
            clock.advance(3_000, using: &random)
            if index == 300 { clock.now += 86_400_000 }
            if index == 600 || index == 1_200 { clock.now += index == 600 ? -7_200_000 : 7_200_000 }
            var own = clock
            if number < 5 { own.now = max(0, own.now - 200_000) }
            return "\(own.date) \(own.time) \(level(number)) step \(number)\n"
        case .gaps:
            clock.advance(number < 20 ? 3_600_000 : 2_000, using: &random)
            if number % 11 == 0 { clock.now = max(0, clock.now - 1_500) }
            return "\(clock.date)T\(clock.time)Z \(host) backup: wrote block \(number)\n"
        case .csv:
            if index == 0 { return "ignored line of the file before\n" }
            clock.advance(900, using: &random)
            return
                "\"\(clock.date) \(clock.time)\",\(level(number)),\"message \(number)\(number % 6 == 0 ? "\nover two lines" : "")\"\n"
        case .json:
            clock.advance(900, using: &random)
            return
                "{\"time\":\"\(clock.date)T\(clock.time)Z\",\"level\":\"\(level(number).lowercased())\",\"service\":\"cart\",\"msg\":\"order \(number)\",\"trace_id\":\"abcdef\(number % 50)0123\"}\n"
        case .jsonOverLines:
            clock.advance(900, using: &random)
            return
                "{\n  \"time\": \"\(clock.date)T\(clock.time)Z\",\n  \"level\": \"\(level(number).lowercased())\",\n  \"msg\": \"order \(number)\"\n}\n"
        case .access:
            clock.advance(900, using: &random)
            return
                "10.0.0.\(number % 20) - - [\(clock.common)] \"GET /cart/\(number) HTTP/1.1\" \(number % 13 == 0 ? 503 : 200) \(number) \"-\" \"curl/8\" 0.\(number)\n"
        case .wrapped:
            clock.advance(700, using: &random)
            let stamp = "\(clock.date)T\(clock.time).\(clock.milliseconds)000000Z"
            return "\(stamp) stdout \(number % 5 == 0 ? "P" : "F") \(level(number)) part \(number)\n"
        case .crashes:
            clock.advance(900, using: &random)
            let head = "\(clock.date) \(clock.time) \(host) app[7]: "
            guard number % 7 == 0 else { return head + "\(level(number)) all is well \(number)\n" }
            return
                "panic: runtime error: index out of range [\(number % 3)]\n\ngoroutine 1 [running]:\nmain.work\(number % 3)(0x1)\n\t/src/main.go:\(number % 3) +0x1d\n"
                + (number % 2 == 0 ? "" : head + "INFO restarted\n")
        case .crashLoop:
            clock.advance(200, using: &random)
            return
                "\(clock.date) \(clock.time) ERROR [main] App: failed\njava.lang.OutOfMemoryError: Java heap space\n\tat com.example.Cache.put(Cache.java:12)\n"
        case .mixed:
            clock.advance(900, using: &random)
            switch number % 4 {
            case 0: return "\(clock.syslog) \(host) kernel: eth0: link is down \(number)\n"
            case 1: return "\(clock.date) \(clock.time) \(level(number)) kernel message\n"
            case 2:
                return
                    "time=\"\(clock.date)T\(clock.time)Z\" level=warning msg=\"slow \(number)\" duration=\(number)ms\n"
            default: return "no time here \(number)\n"
            }
        case .manyCallers:
            clock.advance(9_000, using: &random)
            return
                "10.\(number % 7).\(index % 97).\(number % 250) - - [\(clock.common)] \"GET / HTTP/1.1\" 200 \(number) \"-\" \"-\"\n"
        case .manyHosts:
            clock.advance(2_000, using: &random)
            return
                "\(clock.syslog) node-\(index % 400) kernel: [\(number).5] EXT4-fs error (device sda\(number % 4)): bad block \(number) version=1.\(index % 300)\n"
        case .free:
            return number % 10 == 0 ? "\n" : "\(number % 3 == 0 ? "  " : "")something happened \(number) times\n"
        case .longLines:
            clock.advance(900, using: &random)
            return
                "\(clock.date) \(clock.time) \(level(number)) \(String(repeating: "x\(number) ", count: number % 50 == 0 ? 4_000 : 3))\n"
        }
    }

    private func level(_ number: Int) -> String { number % 17 == 0 ? "ERROR" : number % 5 == 0 ? "WARN" : "INFO" }
}
