/// How one generic server of chat dies.
struct ErlangCrash {
    let server: String
    let supervisor: String
    let supervisorNumber: Int
    let lastMessage: String
    let state: String
    /// The reason as a term, without its stack: `function_clause`, `{badmatch,…}`.
    let reasonTerm: String
    /// The reason as the crash report words it.
    let exception: String
    let frames: [Frame]

    /// One call of the stack, the innermost first.
    struct Frame {
        let module: String
        let function: String
        /// A list of arguments in the innermost frame of a `function_clause`, the arity elsewhere.
        let arguments: String
        let arity: Int
        let file: String
        let line: Int

        init(
            _ module: String, _ function: String, _ arity: Int, _ line: Int, release: String?, arguments: String? = nil
        ) {
            (self.module, self.function, self.arity, self.line) = (module, function, arity, line)
            self.arguments = arguments ?? String(arity)
            file = release.map { "/opt/chat/lib/chat_core-\($0)/src/\(module).erl" } ?? "\(module).erl"
        }
    }

    /// The frames below a generic server's callback, as OTP 26 has them.
    static let serverFrames = [
        Frame("gen_server", "try_handle_cast", 3, 1_121, release: nil),
        Frame("gen_server", "handle_msg", 6, 1_183, release: nil),
        Frame("proc_lib", "init_p_do_apply", 3, 241, release: nil),
    ]
}
