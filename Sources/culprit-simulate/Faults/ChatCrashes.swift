/// The crashes that chat servers are known to have.
enum ChatCrashes {
    /// Returns a crash of the faulty release: attachments without a type reach a module that expects one.
    static func ofBadRelease(_ generator: inout SplitMix64) -> ErlangCrash {
        let type = generator.pick(["image/heic", "image/webp", "audio/ogg", "video/mp4", "application/pdf"])
        let message = "{send,<<\"m\(generator.hex(12))\">>,<<\"r\(generator.hex(8))\">>,#{type => <<\"\(type)\">>}}"
        let isClause = generator.chance(0.7)
        let innermost =
            isClause
            ? ErlangCrash.Frame(
                "chat_attachment", "decode_meta", 2, 142, release: "4.8.1", arguments: "[<<\"\(type)\">>,undefined]")
            : ErlangCrash.Frame("chat_attachment", "thumbnail_size", 1, 187, release: "4.8.1")
        return ErlangCrash(
            server: "chat_router", supervisor: "chat_router_sup", supervisorNumber: 1_201,
            lastMessage: "{'$gen_cast',\(message)}",
            state: "#{shard => \(generator.whole(0...63)),pending => \(generator.whole(0...40)),node => chat}",
            reasonTerm: isClause ? "function_clause" : "{badmatch,{error,no_meta}}",
            exception: isClause
                ? "no function clause matching\n                     "
                    + "chat_attachment:decode_meta(<<\"\(type)\">>,undefined)"
                    + " (/opt/chat/lib/chat_core-4.8.1/src/chat_attachment.erl, line 142)"
                : "no match of right hand side value {error,no_meta}",
            frames: [innermost, .init("chat_router", "handle_cast", 2, 402, release: "4.8.1")]
                + ErlangCrash.serverFrames)
    }

    /// Returns a rare crash that has been in the code for long and that nobody has been woken for.
    static func old(_ generator: inout SplitMix64) -> ErlangCrash {
        let isPush = generator.chance(0.5)
        let (module, function, line) = isPush ? ("chat_push", "encode_badge", 211) : ("chat_presence", "merge", 64)
        let server = isPush ? "chat_push_worker" : "chat_presence_shard"
        return ErlangCrash(
            server: server, supervisor: "\(server)_sup", supervisorNumber: isPush ? 1_340 : 1_288,
            lastMessage: "{'$gen_cast',{update,<<\"u\(generator.whole(100_000...999_999))\">>}}",
            state: "#{shard => \(generator.whole(0...63))}",
            reasonTerm: isPush ? "badarg" : "{badkey,<<\"web\">>}",
            exception: isPush ? "bad argument" : "bad key: <<\"web\">>",
            frames: [
                .init(module, function, 2, line, release: "4.8.0"),
                .init(server, "handle_cast", 2, 90, release: "4.8.0"),
            ] + ErlangCrash.serverFrames)
    }
}
