extension CrashSample {
    /// The layouts of virtual machines and scripts, as their makers describe them.
    static let languages = [
        CrashSample(
            name: "java-causes",
            title: "OrderException in Stock.reserve",
            text: """
                Exception in thread "checkout-7" com.crates.OrderException: order 812 failed
                	at com.crates.Checkout.place(Checkout.java:41)
                	at com.crates.Checkout.run(Checkout.java:18)
                	at java.base/java.lang.Thread.run(Thread.java:833)
                	Suppressed: java.io.IOException: stream is closed
                		at com.crates.Journal.close(Journal.java:90)
                		... 2 more
                Caused by: java.lang.IllegalStateException: no stock
                	at com.crates.Stock.reserve(Stock.java:77)
                	at com.crates.Checkout.place(Checkout.java:39)
                	... 2 common frames omitted

                """),
        CrashSample(
            name: "kotlin-coroutine",
            title: "IllegalArgumentException in LidService.open",
            text: """
                java.lang.IllegalArgumentException: lid 12 is unknown
                	at com.crates.LidService.open(LidService.kt:31)
                	at com.crates.LidService$openAll$2.invokeSuspend(LidService.kt:22)
                	at kotlin.coroutines.jvm.internal.BaseContinuationImpl.resumeWith(ContinuationImpl.kt:33)
                	at kotlinx.coroutines.DispatchedTask.run(DispatchedTask.kt:106)

                """),
        CrashSample(
            name: "scala",
            title: "MatchError in Parcels.weigh",
            text: """
                scala.MatchError: Heavy(12) (of class com.crates.Heavy)
                	at com.crates.Parcels$.weigh(Parcels.scala:14)
                	at com.crates.Parcels$.$anonfun$main$1(Parcels.scala:8)
                	at scala.collection.immutable.List.foreach(List.scala:431)

                """),
        CrashSample(
            name: "python-chained",
            title: "KeyError in find",
            text: """
                Traceback (most recent call last):
                  File "/srv/crates/store.py", line 14, in find
                    return shelf[name]
                           ~~~~~^^^^^^
                KeyError: 'lid'

                During handling of the above exception, another exception occurred:

                Traceback (most recent call last):
                  File "/srv/crates/app.py", line 30, in serve
                    raise NotFound(name)
                crates.errors.NotFound: lid

                """),
        CrashSample(
            name: "python-group",
            title: "ExceptionGroup in pack",
            text: """
                  + Exception Group Traceback (most recent call last):
                  |   File "/srv/crates/pack.py", line 9, in pack
                  |     raise ExceptionGroup("two lids", errors)
                  | ExceptionGroup: two lids (2 sub-exceptions)
                  +-+---------------- 1 ----------------
                    | Traceback (most recent call last):
                    |   File "/srv/crates/lid.py", line 3, in fit
                    |     raise ValueError("too wide")
                    | ValueError: too wide
                    +---------------- 2 ----------------
                    | TypeError: no lid
                    +------------------------------------

                """),
        CrashSample(
            name: "python-asyncio",
            title: "RuntimeError in deliver",
            text: """
                Task exception was never retrieved
                future: <Task finished name='Task-7' coro=<deliver() done, defined at /srv/crates/post.py:5> exception=RuntimeError('no van')>
                Traceback (most recent call last):
                  File "/usr/lib/python3.11/asyncio/tasks.py", line 267, in __step
                    result = coro.send(None)
                  File "/srv/crates/post.py", line 9, in deliver
                    raise RuntimeError("no van")
                RuntimeError: no van

                """),
        CrashSample(
            name: "python-site",
            title: "ReadTimeout in send",
            text: """
                Traceback (most recent call last):
                  File "/srv/crates/rates.py", line 22, in fetch
                    return session.get(url, timeout=2)
                  File "/usr/lib/python3/dist-packages/requests/sessions.py", line 600, in get
                    return self.request("GET", url, **kwargs)
                  File "/usr/lib/python3/dist-packages/requests/adapters.py", line 532, in send
                    raise ReadTimeout(e, request=request)
                requests.exceptions.ReadTimeout: read timed out

                """),
        CrashSample(
            name: "python-fatal",
            title: "Segmentation fault in pack",
            text: """
                Fatal Python error: Segmentation fault

                Current thread 0x00007f1d2c3e4740 (most recent call first):
                  File "/srv/crates/pack.py", line 12 in pack
                  File "/srv/crates/app.py", line 40 in serve
                  File "/srv/crates/app.py", line 51 in <module>

                """),
        CrashSample(
            name: "go-nil",
            title: "panic: runtime error: invalid memory address or nil pointer dereference",
            text: """
                panic: runtime error: invalid memory address or nil pointer dereference
                [signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x4a1b2c]

                goroutine 17 [running]:
                example.com/crates/lid.(*Lid).Open(0x0, {0xc000012345, 0x3})
                	/src/crates/lid/lid.go:18 +0x1c
                main.main()
                	/src/crates/main.go:9 +0x2e

                """),
        CrashSample(
            name: "go-repanic",
            title: "panic: no lid",
            text: """
                panic: no lid [recovered]
                	panic: no lid

                goroutine 8 [running]:
                panic({0x5012a0?, 0x53f0e8?})
                	/usr/local/go/src/runtime/panic.go:770 +0x132
                example.com/crates/lid.Must(...)
                	/src/crates/lid/lid.go:30
                main.serve(0xc000104000)
                	/src/crates/main.go:20 +0x65
                created by main.main in goroutine 1
                	/src/crates/main.go:12 +0x4b

                """),
        CrashSample(
            name: "go-map",
            title: "fatal error: concurrent map writes",
            text: """
                fatal error: concurrent map writes

                goroutine 21 [running]:
                example.com/crates/shelf.(*Shelf).Put(0xc00001c0a8, {0x4b0f31, 0x3})
                	/src/crates/shelf/shelf.go:15 +0x4f
                created by main.main in goroutine 1
                	/src/crates/main.go:12 +0x4b

                """),
        CrashSample(
            name: "go-deadlock",
            title: "fatal error: all goroutines are asleep - deadlock!",
            text: """
                fatal error: all goroutines are asleep - deadlock!

                goroutine 1 [chan receive]:
                main.wait(0xc000022060)
                	/src/crates/main.go:14 +0x2c
                main.main()
                	/src/crates/main.go:9 +0x36

                """),
        CrashSample(
            name: "go-race",
            title: "DATA RACE in shelf.(*Shelf).Put",
            text: """
                ==================
                WARNING: DATA RACE
                Write at 0x00c00001c0a8 by goroutine 8:
                  example.com/crates/shelf.(*Shelf).Put()
                      /src/crates/shelf/shelf.go:15 +0x4f

                Previous read at 0x00c00001c0a8 by goroutine 7:
                  example.com/crates/shelf.(*Shelf).Get()
                      /src/crates/shelf/shelf.go:22 +0x3a
                ==================

                """),
        CrashSample(
            name: "node-type",
            title: "TypeError in seal",
            text: """
                /srv/crates/lid.js:4
                    return lid.hinge.id
                                     ^

                TypeError: Cannot read properties of undefined (reading 'id')
                    at seal (/srv/crates/lid.js:4:22)
                    at async pack (/srv/crates/pack.js:12:5)
                    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)

                Node.js v20.11.0

                """),
        CrashSample(
            name: "node-rejection",
            title: "unhandled rejection: lid was lost", tellsEarly: false,
            text: """
                node:internal/process/promises:288
                            triggerUncaughtException(err, true /* fromPromise */);
                            ^

                [UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "lid was lost".] {
                  code: 'ERR_UNHANDLED_REJECTION'
                }

                """),
        CrashSample(
            name: "node-warning",
            title: "HingeError in bend",
            text: """
                (node:812) UnhandledPromiseRejectionWarning: HingeError: bent
                    at bend (/srv/crates/hinge.js:9:11)
                    at pack (/srv/crates/pack.js:12:5)

                """),
        CrashSample(
            name: "node-oom",
            title: "JavaScript heap out of memory: Ineffective mark-compacts near heap limit", tellsEarly: false,
            text: """
                <--- Last few GCs --->

                [812:0x5f1c2a0]    41234 ms: Mark-sweep 2045.2 (2081.1) -> 2044.8 (2081.6) MB, 1204.1 / 0.0 ms

                <--- JS stacktrace --->

                FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory
                 1: 0xb95bd0 node::Abort() [node]
                 2: 0xa9a7f8 void node::FPrintF<>(_IO_FILE*, char const*) [node]

                """),
        CrashSample(
            name: "ruby",
            title: "LidError in open",
            text: """
                /srv/crates/lid.rb:12:in `open': hinge is missing (Crates::LidError)
                	from /srv/crates/crate.rb:20:in `block in unpack'
                	from /srv/crates/crate.rb:19:in `each'
                	from /srv/crates/main.rb:3:in `<main>'

                """),
        CrashSample(
            name: "ruby34",
            title: "NoMethodError in Crates::Lid#open",
            text: """
                /srv/crates/lid.rb:12:in 'Crates::Lid#open': undefined method 'bend' for nil (NoMethodError)
                	from /srv/crates/crate.rb:20:in 'Crates::Crate#unpack'
                	from /srv/crates/main.rb:3:in '<main>'

                """),
        CrashSample(
            name: "php",
            title: #"LidError in Crates\Lid->open"#,
            text: #"""
                PHP Fatal error:  Uncaught Crates\LidError: hinge is missing in /srv/crates/Lid.php:12
                Stack trace:
                #0 /srv/crates/Crate.php(20): Crates\Lid->open(7)
                #1 {main}
                  thrown in /srv/crates/Lid.php on line 12

                """#),
        CrashSample(
            name: "php-memory",
            title: "Allowed memory size of ADDR bytes exhausted (tried to allocate NUM bytes) in Lid.php",
            text: """
                PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /srv/crates/Lid.php on line 12

                """),
        CrashSample(
            name: "dotnet-inner",
            title: "LidException in Hinge.Bend",
            text: """
                Unhandled exception. Crates.LidException: lid 7 is shut
                 ---> System.NullReferenceException: Object reference not set to an instance of an object.
                   at Crates.Hinge.Bend(Int32 angle) in /src/Crates/Hinge.cs:line 31
                   at Crates.Lid.Open() in /src/Crates/Lid.cs:line 12
                   --- End of inner exception stack trace ---
                   at Crates.Lid.Open() in /src/Crates/Lid.cs:line 15
                   at Crates.Program.Main(String[] args) in /src/Crates/Program.cs:line 5

                """),
        CrashSample(
            name: "dotnet-async",
            title: "TimeoutException in Van.DriveAsync",
            text: """
                System.TimeoutException: no answer
                   at Crates.Van.<DriveAsync>d__4.MoveNext() in /src/Crates/Van.cs:line 44
                --- End of stack trace from previous location ---
                   at System.Runtime.CompilerServices.TaskAwaiter.ThrowForNonSuccess(Task task)
                   at Crates.Post.<SendAsync>d__2.MoveNext() in /src/Crates/Post.cs:line 19

                """),
        CrashSample(
            name: "rust",
            title: "panic: called `Option::unwrap()` on a `None` value in crates::lid::open", bearsOthers: false,
            text: """
                thread 'main' panicked at src/lid.rs:12:9:
                called `Option::unwrap()` on a `None` value
                stack backtrace:
                   0: rust_begin_unwind
                             at /rustc/90b35a6/library/std/src/panicking.rs:597:5
                   1: core::panicking::panic_fmt
                   2: core::option::unwrap_failed
                   3: crates::lid::open
                             at ./src/lid.rs:12:9
                   4: crates::main
                             at ./src/main.rs:4:5

                """),
        CrashSample(
            name: "swift",
            title: "Index out of range in Lid.open",
            text: """
                Swift/ContiguousArrayBuffer.swift:600: Fatal error: Index out of range

                *** Program crashed: Illegal instruction at 0x00007f8c1a2b3c4d ***

                Thread 0 "crates" crashed:

                0      0x00007f8c1a2b3c4d _assertionFailure(_:_:file:line:flags:) + 356 in libswiftCore.so
                1 [ra] 0x000055d0c1a2b3c4 Lid.open(at:) + 91 in crates at /src/Sources/crates/Lid.swift:12:9
                2 [ra] 0x000055d0c1a2b4d8 static Main.main() + 12 in crates at /src/Sources/crates/main.swift:3:1

                """),
        CrashSample(
            name: "dart",
            title: "Bad state: No element in Lid.open",
            text: """
                Unhandled exception:
                Bad state: No element
                #0      Iterable.first (dart:core/iterable.dart:663:7)
                #1      Lid.open (package:crates/lid.dart:12:5)
                #2      main (package:crates/main.dart:3:9)

                """),
        CrashSample(
            name: "flutter",
            title: "FormatException in Lid.open",
            text: """
                E/flutter ( 8123): [ERROR:flutter/runtime/dart_vm_initializer.cc(41)] Unhandled Exception: FormatException: bad lid
                E/flutter ( 8123): #0      Lid.open (package:crates/lid.dart:12:5)
                E/flutter ( 8123): <asynchronous suspension>
                E/flutter ( 8123): #1      main (package:crates/main.dart:3:9)

                """),
        CrashSample(
            name: "erlang-crash",
            title: "no function clause matching in crates_lid:open",
            text: """
                =CRASH REPORT==== 4-Mar-2026::10:11:12.123456 ===
                  crasher:
                    initial call: crates_lid:init/1
                    pid: <0.91.0>
                    registered_name: []
                    exception error: no function clause matching 
                                     crates_lid:open({lid,7}) (src/crates_lid.erl, line 12)
                      in function  gen_server:try_handle_call/4 (gen_server.erl, line 721)
                    ancestors: [crates_sup,<0.80.0>]

                """),
        CrashSample(
            name: "erlang-gen",
            title: "badarith in crates_van:drive/2",
            text: """
                =ERROR REPORT==== 4-Mar-2026::10:11:12.123456 ===
                ** Generic server crates_van terminating 
                ** Last message in was {drive,7}
                ** When Server state == {state,0}
                ** Reason for termination ==
                ** {badarith,[{crates_van,drive,2,[{file,"src/crates_van.erl"},{line,31}]},
                              {gen_server,try_handle_call,4,[{file,"gen_server.erl"},{line,721}]}]}

                """),
        CrashSample(
            name: "elixir",
            title: "KeyError in Crates.Lid.open/1",
            text: """
                ** (KeyError) key :hinge not found in: %{id: 7}
                    (crates 0.1.0) lib/crates/lid.ex:12: Crates.Lid.open/1
                    (crates 0.1.0) lib/crates/crate.ex:20: Crates.Crate.unpack/2
                    (elixir 1.16.0) lib/enum.ex:1700: Enum."-map/2-lists^map/1-1-"/2

                """),
        CrashSample(
            name: "elixir-task",
            title: "RuntimeError in Crates.Van.drive/1",
            text: """
                10:11:12.123 [error] Task #PID<0.150.0> started from #PID<0.149.0> terminating
                ** (RuntimeError) no fuel
                    (crates 0.1.0) lib/crates/van.ex:9: Crates.Van.drive/1
                    (elixir 1.16.0) lib/task/supervised.ex:101: Task.Supervised.invoke_mfa/2
                Function: #Function<0.12345/0 in Crates.Van.start/1>
                    Args: []

                """),
        CrashSample(
            name: "java-log",
            title: "IllegalStateException in Orders.add",
            text: """
                2026-03-04 10:11:12,123 ERROR [http-nio-8080-exec-7] c.c.Orders - order 7 failed
                java.lang.IllegalStateException: order 7 is closed
                	at com.crates.Orders.add(Orders.java:31)
                	at org.junit.jupiter.Runner.run(Runner.java:9)
                	at com.crates.Main.main(Main.java:9)

                """),
        CrashSample(
            name: "python-cause",
            title: "IndexError in open_lid",
            text: """
                Traceback (most recent call last):
                  File "/srv/crates/lid.py", line 7, in open_lid
                    return hinges[0]
                IndexError: list index out of range

                The above exception was the direct cause of the following exception:

                Traceback (most recent call last):
                  File "/srv/crates/app.py", line 12, in unpack
                    raise UnpackError(crate) from error
                crates.UnpackError: crate 7

                """),
        CrashSample(
            name: "go-sigquit",
            title: "SIGQUIT: quit",
            text: """
                SIGQUIT: quit
                PC=0x45e2a1 m=0 sigcode=0

                goroutine 1 [running]:
                main.spin()
                	/src/crates/main.go:14 +0x2c

                """),
    ]
}
