extension CrashSample {
    /// The layouts of C libraries, sanitizers, debuggers and crash reporters.
    static let native = [
        CrashSample(
            name: "glibc",
            title: "heap corruption: double free or corruption (out) in lid_free",
            text: """
                *** Error in `/opt/crates/packer': double free or corruption (out): 0x0000000001f4c010 ***
                ======= Backtrace: =========
                /lib/x86_64-linux-gnu/libc.so.6(+0x777e5)[0x7f1d2c3e47e5]
                /opt/crates/packer(lid_free+0x1a)[0x400b2a]

                """),
        CrashSample(
            name: "glibc-new",
            title: "heap corruption: free(): invalid pointer",
            text: """
                free(): invalid pointer
                Aborted (core dumped)

                """),
        CrashSample(
            name: "assert",
            title: "assertion failed: lid != NULL in crate_open",
            text: """
                packer: src/lid.c:40: crate_open: Assertion `lid != NULL' failed.
                Aborted (core dumped)

                """),
        CrashSample(
            name: "terminate",
            title: "uncaught std::out_of_range",
            text: """
                terminate called after throwing an instance of 'std::out_of_range'
                  what():  vector::_M_range_check: __n (which is 7) >= this->size() (which is 3)
                Aborted (core dumped)

                """),
        CrashSample(
            name: "gdb",
            title: "SIGABRT in crate_weigh",
            text: """
                Program terminated with signal SIGABRT, Aborted.
                #0  __pthread_kill_implementation (threadid=<optimized out>, signo=6) at ./nptl/pthread_kill.c:44
                #1  0x00007f1d2c3e4476 in __GI_raise (sig=6) at ../sysdeps/posix/raise.c:26
                #2  0x00007f1d2c3ca7f3 in __GI_abort () at ./stdlib/abort.c:79
                #3  0x0000000000400b2d in crate_weigh (c=0x0) at crate.c:12
                #4  0x0000000000400c11 in main () at main.c:4

                """),
        CrashSample(
            name: "asan",
            title: "AddressSanitizer: heap-buffer-overflow WRITE in crates::Lid::seal",
            text: """
                =================================================================
                ==812==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000014 at pc 0x0000004c3b5f bp 0x7ffd1a2b3c40 sp 0x7ffd1a2b3c38
                WRITE of size 4 at 0x602000000014 thread T0
                    #0 0x4c3b5e in __asan_memcpy /src/asan/interceptors.cpp:22:3
                    #1 0x4c3c11 in crates::Lid::seal(std::vector<int, std::allocator<int>> const&) /src/lid.cc:14:9
                    #2 0x4c3d22 in main /src/main.cc:5:3
                0x602000000014 is located 0 bytes to the right of 4-byte region
                allocated by thread T0 here:
                    #0 0x493a1d in malloc
                SUMMARY: AddressSanitizer: heap-buffer-overflow /src/lid.cc:14:9 in crates::Lid::seal

                """),
        CrashSample(
            name: "msan",
            title: "MemorySanitizer: use-of-uninitialized-value in lid_open",
            text: """
                ==812==WARNING: MemorySanitizer: use-of-uninitialized-value
                    #0 0x4c3b5e in lid_open /src/lid.c:14:9
                    #1 0x4c3d22 in main /src/main.c:5:3
                SUMMARY: MemorySanitizer: use-of-uninitialized-value /src/lid.c:14:9 in lid_open

                """),
        CrashSample(
            name: "tsan",
            title: "ThreadSanitizer: data race Write in lid_open",
            text: """
                ==================
                WARNING: ThreadSanitizer: data race (pid=812)
                  Write of size 4 at 0x7b0400000800 by thread T1:
                    #0 lid_open /src/lid.c:14:9 (packer+0x4c3b5e)
                    #1 worker /src/main.c:5:3 (packer+0x4c3d22)

                  Previous read of size 4 at 0x7b0400000800 by main thread:
                    #0 lid_close /src/lid.c:22:9 (packer+0x4c3e5e)
                ==================

                """),
        CrashSample(
            name: "lsan",
            title: "LeakSanitizer: memory leak in lid_new",
            text: """
                ==812==ERROR: LeakSanitizer: detected memory leaks

                Direct leak of 48 byte(s) in 1 object(s) allocated from:
                    #0 0x493a1d in malloc (/opt/crates/packer+0x493a1d)
                    #1 0x4c3b5e in lid_new /src/lid.c:14:9
                    #2 0x4c3d22 in main /src/main.c:5:3

                """),
        CrashSample(
            name: "ubsan",
            title: "UndefinedBehaviorSanitizer: division by zero in lid_area",
            text: """
                /src/lid.c:14:9: runtime error: division by zero
                    #0 0x4c3b5e in lid_area /src/lid.c:14:9
                    #1 0x4c3d22 in main /src/main.c:5:3

                """),
        CrashSample(
            name: "libfuzzer",
            title: "timeout after 25 seconds in lid_parse",
            text: """
                ==812== ERROR: libFuzzer: timeout after 25 seconds
                    #0 0x4c3b5e in __sanitizer_print_stack_trace
                    #1 0x4c3c5e in fuzzer::Fuzzer::AlarmCallback() /src/FuzzerLoop.cpp:302:5
                    #2 0x4c3d22 in lid_parse /src/lid.c:14:9
                    #3 0x4c3e22 in LLVMFuzzerTestOneInput /src/lid_fuzzer.cc:5:3

                """),
        CrashSample(
            name: "breakpad",
            title: "SIGSEGV /SEGV_MAPERR in crates::Lid::open", tellsEarly: false,
            text: """
                Operating system: Linux
                CPU: amd64
                Crash reason:  SIGSEGV /SEGV_MAPERR
                Crash address: 0x8

                Thread 0 (crashed)
                 0  packer!crates::Lid::open() [lid.cc : 14 + 0x9]
                    rax = 0x0000000000000000   rdx = 0x00007ffd1a2b3c40
                    Found by: given as instruction pointer in context
                 1  packer!main [main.cc : 5 + 0x3]

                """),
        CrashSample(
            name: "windows-app",
            title: "Access violation in Lid::Open",
            text: """
                (1a2c.2f40): Access violation - code c0000005 (first chance)
                00000089`2f7cd0a0 00007ffc`5a0be5a0 crates!Lid::Open+0x20
                00000089`2f7cd0d0 00007ffc`5a0be600 crates!main+0x1a

                """),
        CrashSample(
            name: "windows-event",
            title: "0xc0000005 of packer.exe in lid.dll",
            text: """
                Faulting application name: packer.exe, version: 4.8.1.0, time stamp: 0x65e5a1b2
                Faulting module name: lid.dll, version: 4.8.1.0, time stamp: 0x65e5a1b3
                Exception code: 0xc0000005
                Fault offset: 0x000000000001a2b3
                Faulting process id: 0x1a2c

                """),
        CrashSample(
            name: "jvm-fatal",
            title: "JVM SIGSEGV in lid_open",
            text: """
                #
                # A fatal error has been detected by the Java Runtime Environment:
                #
                #  SIGSEGV (0xb) at pc=0x00007f1d2c3e4740, pid=812, tid=830
                #
                # JRE version: OpenJDK Runtime Environment (17.0.9+9) (build 17.0.9+9)
                # Problematic frame:
                # C  [liblid.so+0x1a2b]  lid_open+0x1b
                #

                """),
        CrashSample(
            name: "apple",
            title: "EXC_BAD_ACCESS (SIGSEGV) in lid_open", tellsEarly: false,
            text: """
                Process:               packer [812]
                Exception Type:        EXC_BAD_ACCESS (SIGSEGV)
                Exception Codes:       KERN_INVALID_ADDRESS at 0x0000000000000008

                Thread 0 Crashed:: Dispatch queue: com.apple.main-thread
                0   packer                        	0x0000000100003f2c lid_open + 28
                1   packer                        	0x0000000100003f70 main + 36
                2   dyld                          	0x00000001a0b3bf28 start + 2236

                """),
        CrashSample(
            name: "objc",
            title: "uncaught NSInvalidArgumentException in -[Lid open]",
            text: """
                *** Terminating app due to uncaught exception 'NSInvalidArgumentException', reason: '-[Lid hinge]: unrecognized selector sent to instance 0x600000c04120'
                *** First throw call stack:
                (
                	0   CoreFoundation                      0x00000001803f2e38 __exceptionPreprocess + 242
                	1   libobjc.A.dylib                     0x00000001800874b8 objc_exception_throw + 56
                	2   packer                              0x0000000100003f2c -[Lid open] + 28
                	3   packer                              0x0000000100003f70 main + 36
                )

                """),
        CrashSample(
            name: "android",
            title: "SIGSEGV in lid_label", tellsEarly: false,
            text: """
                *** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***
                Build fingerprint: 'crates/packer/packer:14/UP1A/1:user/release-keys'
                pid: 812, tid: 830, name: painter  >>> com.crates.packer <<<
                signal 11 (SIGSEGV), code 1 (SEGV_MAPERR), fault addr 0x8
                backtrace:
                      #00 pc 000000000004a1f4  /apex/com.android.runtime/lib64/bionic/libc.so (strlen+16)
                      #01 pc 000000000001b2c8  /data/app/lib/liblid.so (lid_label(char const*)+20)
                      #02 pc 000000000001c000  /data/app/lib/liblid.so (lid_open+44)

                """),
        CrashSample(
            name: "chromium",
            title: "check failed: hinge_ != nullptr in crates::Lid::Open",
            text: """
                [812:812:0304/101112.123456:FATAL:lid.cc(24)] Check failed: hinge_ != nullptr.
                #0 0x55d0c1a2b3c4 base::debug::CollectStackTrace()
                #1 0x55d0c1a2b4d8 logging::LogMessage::~LogMessage()
                #2 0x55d0c1a2b5e0 crates::Lid::Open()
                #3 0x55d0c1a2b6f8 crates::Crate::Unpack()

                """),
        CrashSample(
            name: "glog",
            title: "check failed: hinge_ != nullptr in crates::Lid::Open",
            text: """
                F20260304 10:11:12.123456   812 lid.cc:24] Check failed: hinge_ != nullptr
                *** Check failure stack trace: ***
                    @     0x55d0c1a2b3c4  google::LogMessage::Fail()
                    @     0x55d0c1a2b4d8  google::LogMessage::SendToLog()
                    @     0x55d0c1a2b5e0  crates::Lid::Open()
                    @     0x55d0c1a2b6f8  (unknown)

                """),
    ]
}
