internal import CulpritModel

/// Records of the Erlang/OTP logger with the template `time [level] pid message`.
enum ErlangFormat {
    /// Returns one record; `message` may have further lines, as the reports of OTP do.
    static func entry(_ time: Timestamp, _ level: String, _ pid: String, _ message: String) -> LogEntry {
        let (date, clock) = Text.dateAndClock(time)
        let fraction = Text.padded(time.civil.nanosecond / 1_000, 6)
        return LogEntry(time: time, text: "\(date)T\(clock).\(fraction)+00:00 [\(level)] \(pid) \(message)")
    }

    /// Returns a process id of the local node.
    static func pid(_ generator: inout SplitMix64) -> String {
        "<0.\(generator.whole(900...98_000)).\(generator.whole(0...6))>"
    }

    /// Returns what OTP prints when a generic server dies: the server's own report, the crash report of its process
    /// and the report of its supervisor.
    static func reports(_ crash: ErlangCrash, at time: Timestamp, _ generator: inout SplitMix64) -> [LogEntry] {
        let (pid, supervisor) = (Self.pid(&generator), "<0.\(crash.supervisorNumber).0>")
        let later = [40, 95].map { Timestamp(nanoseconds: time.nanoseconds + $0 * 1_000) }
        let frames = crash.frames.map { frame in
            "{\(frame.module),\(frame.function),\(frame.arguments),\n"
                + "         [{file,\"\(frame.file)\"},{line,\(frame.line)}]}"
        }
        let reason = "{\(crash.reasonTerm),\n    [" + frames.joined(separator: ",\n     ") + "]}"
        let server = """
            ** Generic server \(pid) terminating
            ** Last message in was \(crash.lastMessage)
            ** When Server state == \(crash.state)
            ** Reason for termination ==
            ** \(reason)
            """
        // The words of a function_clause name the innermost call with its arguments already.
        let named = crash.reasonTerm == "function_clause" ? 1 : 0
        let calls = crash.frames.dropFirst(named).enumerated().map { index, frame in
            "      \(index == 0 ? "in function " : "in call from") \(frame.module):\(frame.function)/\(frame.arity) "
                + "(\(frame.file), line \(frame.line))"
        }
        let process = """
              crasher:
                initial call: \(crash.server):init/1
                pid: \(pid)
                registered_name: []
                exception error: \(crash.exception)
            \(calls.joined(separator: "\n"))
                ancestors: [\(crash.supervisor),chat_sup,<0.812.0>]
                message_queue_len: \(generator.whole(0...4))
                messages: []
                links: [\(supervisor)]
                dictionary: [{rand_seed,{#{type => exsss},[\(generator.next() >> 6)|\(generator.next() >> 6)]}}]
                trap_exit: false
                status: running
                heap_size: \(generator.pick([987, 1_598, 2_586, 4_185, 6_772]))
                stack_size: 28
                reductions: \(generator.whole(4_000...190_000))
              neighbours:
            """
        let child = """
                supervisor: {local,\(crash.supervisor)}
                errorContext: child_terminated
                reason: \(reason)
                offender: [{pid,\(pid)},
                           {id,\(crash.server)},
                           {mfargs,{\(crash.server),start_link,[]}},
                           {restart_type,transient},
                           {significant,false},
                           {shutdown,5000},
                           {child_type,worker}]
            """
        return [
            entry(time, "error", pid, server), entry(later[0], "error", pid, process),
            entry(later[1], "error", supervisor, child),
        ]
    }
}
