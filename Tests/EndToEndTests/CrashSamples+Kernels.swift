extension CrashSample {
    /// The layouts of kernels.
    static let kernels = [
        CrashSample(
            name: "linux-null",
            title: "BUG: unable to handle kernel NULL pointer dereference in lid_open",
            text: """
                [   41.102030][  T812] BUG: kernel NULL pointer dereference, address: 0000000000000008
                [   41.102030][  T812] #PF: supervisor read access in kernel mode
                [   41.102030][  T812] Oops: 0000 [#1] PREEMPT SMP
                [   41.102030][  T812] CPU: 1 PID: 812 Comm: packer Not tainted 6.1.0 #1
                [   41.102030][  T812] RIP: 0010:lid_open+0x1f/0x40
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  <TASK>
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70
                [   41.102030][  T812]  __x64_sys_ioctl+0x8b/0xc0
                [   41.102030][  T812] ---[ end trace 0000000000000000 ]---

                """),
        CrashSample(
            name: "linux-bug",
            title: "kernel BUG in lid_seal",
            text: """
                [   41.102030][  T812] ------------[ cut here ]------------
                [   41.102030][  T812] kernel BUG at drivers/crate/lid.c:142!
                [   41.102030][  T812] invalid opcode: 0000 [#1] PREEMPT SMP
                [   41.102030][  T812] RIP: 0010:lid_seal+0x1f/0x40
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70
                [   41.102030][  T812] ---[ end trace 0000000000000000 ]---

                """),
        CrashSample(
            name: "linux-warning",
            title: "WARNING in lid_weigh",
            text: """
                [   41.102030][  T812] ------------[ cut here ]------------
                [   41.102030][  T812] WARNING: CPU: 0 PID: 812 at drivers/crate/lid.c:99 lid_weigh+0x5a/0x60
                [   41.102030][  T812] RIP: 0010:lid_weigh+0x5a/0x60
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70
                [   41.102030][  T812] ---[ end trace 0000000000000000 ]---

                """),
        CrashSample(
            name: "kasan",
            title: "KASAN: slab-use-after-free Write in lid_close",
            text: """
                [   41.102030][  T812] ==================================================================
                [   41.102030][  T812] BUG: KASAN: slab-use-after-free in lid_close+0x31/0x90
                [   41.102030][  T812] Write of size 8 at addr ffff88801c2f4a10 by task packer/812
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  dump_stack_lvl+0x1d/0x23
                [   41.102030][  T812]  kasan_report+0x10/0x20
                [   41.102030][  T812]  lid_close+0x31/0x90
                [   41.102030][  T812]  __fput+0x2c/0x80
                [   41.102030][  T812] Allocated by task 811:
                [   41.102030][  T812]  kmalloc+0x10/0x20

                """),
        CrashSample(
            name: "kmsan",
            title: "KMSAN: uninit-value in lid_read",
            text: """
                [   41.102030][  T812] =====================================================
                [   41.102030][  T812] BUG: KMSAN: uninit-value in lid_read+0x31/0x90
                [   41.102030][  T812]  lid_read+0x31/0x90
                [   41.102030][  T812]  vfs_read+0x2c/0x80
                [   41.102030][  T812] Uninit was created at:
                [   41.102030][  T812]  slab_alloc_node+0x10/0x20

                """),
        CrashSample(
            name: "kcsan",
            title: "KCSAN: data-race in lid_put / lid_take",
            text: """
                [   41.102030][  T812] ==================================================================
                [   41.102030][  T812] BUG: KCSAN: data-race in lid_put / lid_take
                [   41.102030][  T812] 
                [   41.102030][  T812] write to 0xffff88801c2f4a10 of 4 bytes by task 812 on cpu 1:
                [   41.102030][  T812]  lid_put+0x31/0x90

                """),
        CrashSample(
            name: "ubsan-k",
            title: "UBSAN: shift-out-of-bounds in lid_shift",
            text: """
                [   41.102030][  T812] ================================================================================
                [   41.102030][  T812] UBSAN: shift-out-of-bounds in drivers/crate/lid.c:31:12
                [   41.102030][  T812] shift exponent 64 is too large for 32-bit type 'int'
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  dump_stack_lvl+0x1d/0x23
                [   41.102030][  T812]  __ubsan_handle_shift_out_of_bounds+0x10/0x20
                [   41.102030][  T812]  lid_shift+0x31/0x90
                [   41.102030][  T812] ================================================================================

                """),
        CrashSample(
            name: "lockdep",
            title: "possible deadlock in lid_lock_both",
            text: """
                [   41.102030][  T812] ======================================================
                [   41.102030][  T812] WARNING: possible circular locking dependency detected
                [   41.102030][  T812] 6.1.0 #1 Not tainted
                [   41.102030][  T812] ------------------------------------------------------
                [   41.102030][  T812] packer/812 is trying to acquire lock:
                [   41.102030][  T812] ffff88801c2f4a10 (&lid->lock){+.+.}-{3:3}, at: lid_lock_both+0x31/0x90
                [   41.102030][  T812] 
                [   41.102030][  T812] but task is already holding lock:
                [   41.102030][  T812] ffff88801c2f4b10 (&crate->lock){+.+.}-{3:3}, at: crate_open+0x31/0x90
                [   41.102030][  T812] stack backtrace:
                [   41.102030][  T812]  dump_stack_lvl+0x1d/0x23
                [   41.102030][  T812]  lid_lock_both+0x31/0x90

                """),
        CrashSample(
            name: "hung",
            title: "INFO: task hung in lid_sync",
            text: """
                [   41.102030][  T812] INFO: task packer:812 blocked for more than 143 seconds.
                [   41.102030][  T812]       Not tainted 6.1.0 #1
                [   41.102030][  T812] "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
                [   41.102030][  T812] task:packer          state:D stack:26000 pid:812   ppid:1      flags:0x00004000
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  <TASK>
                [   41.102030][  T812]  __schedule+0x4c/0x90
                [   41.102030][  T812]  schedule+0x10/0x20
                [   41.102030][  T812]  mutex_lock+0x10/0x20
                [   41.102030][  T812]  lid_sync+0x31/0x90
                [   41.102030][  T812]  crate_flush+0x31/0x90

                """),
        CrashSample(
            name: "rcu",
            title: "INFO: rcu detected stall in corrupted",
            text: """
                [   41.102030][  T812] rcu: INFO: rcu_preempt self-detected stall on CPU
                [   41.102030][  T812] rcu: 	1-....: (10499 ticks this GP) idle=a2b/1/0x4000000000000000 softirq=100/100 fqs=5250

                """),
        CrashSample(
            name: "soft",
            title: "BUG: soft lockup in crate_ioctl",
            text: """
                [   41.102030][  T812] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [packer:812]
                [   41.102030][  T812] CPU: 1 PID: 812 Comm: packer Not tainted 6.1.0 #1
                [   41.102030][  T812] RIP: 0010:lid_spin+0x1f/0x40
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  lid_spin+0x1f/0x40
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70
                [   41.102030][  T812]  do_syscall_64+0x35/0xb0

                """),
        CrashSample(
            name: "panic",
            title: "kernel panic: crate: no lid",
            text: """
                [   41.102030][  T812] Kernel panic - not syncing: crate: no lid
                [   41.102030][  T812] CPU: 1 PID: 812 Comm: packer Not tainted 6.1.0 #1
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  panic+0x10/0x20
                [   41.102030][  T812]  crate_init+0x4f/0x70
                [   41.102030][  T812] ---[ end Kernel panic - not syncing: crate: no lid ]---

                """),
        CrashSample(
            name: "freebsd",
            title: "Fatal trap 12: page fault in lid_open",
            text: """
                Fatal trap 12: page fault while in kernel mode
                cpuid = 1; apic id = 01
                fault virtual address	= 0x18
                panic: page fault
                KDB: stack backtrace:
                db_trace_self_wrapper() at db_trace_self_wrapper+0x2b/frame 0xfffffe0000001000
                vpanic() at vpanic+0x1e0/frame 0xfffffe0000001060
                --- trap 0xc, rip = 0xffffffff81000000, rsp = 0xfffffe0000001100, rbp = 0xfffffe0000001200 ---
                lid_open() at lid_open+0x35/frame 0xfffffe0000001200
                KDB: enter: panic

                """),
        CrashSample(
            name: "openbsd",
            title: "uvm_fault: lid_open",
            text: """
                uvm_fault(0xfffffd8000000000, 0x18, 0, 1) -> e
                kernel: page fault trap, code=0
                Stopped at      lid_open+0x1f:   movq    0(%r15),%r15

                """),
        CrashSample(
            name: "netbsd",
            title: "page fault in lid_open",
            text: """
                [  42.4206285] fatal page fault in supervisor mode
                [  42.4206285] trap type 6 code 0 rip 0xffffffff80210000 cs 0x8
                Stopped in pid 603.1 (packer) at      netbsd:lid_open+0xe:     lodsb   (%rsi)

                """),
        CrashSample(
            name: "macos",
            title: "panic: lid is open",
            text: """
                panic(cpu 2 caller 0xffffff801f3ada45): "lid is open"
                Backtrace (CPU 2), Frame : Return Address
                0xffffffa001000750 : 0xffffff8010100d00 mach_kernel : _handle_debugger_trap + 0x5d5
                0xffffffa001000af0 : 0xffffff80103006c0 mach_kernel : _lid_open + 0x6c0

                """),
        CrashSample(
            name: "fuchsia",
            title: "ASSERT FAILED in Lid::Open",
            text: """
                ZIRCON KERNEL PANIC
                panic (caller 0xffffffff001167b2): ASSERT FAILED at (kernel/object/lid.cc:57): hinge
                bt#00: 0x00100a10 platform_halt platform/pc/power.cpp:90
                bt#01: 0x00100b20 _panic lib/debug/debug.cpp:12
                bt#02: 0x00100c30 Lid::Open object/lid.cc:57
                bt#03: end

                """),
        CrashSample(
            name: "gvisor",
            title: "panic: Sentry detected stuck tasks",
            text: """
                panic: Sentry detected 2 stuck tasks:
                	Task tid: 41 (goroutine 812), entered RunSys state 3m0s ago.
                goroutine 91 [running]:
                gvisor.dev/gvisor/pkg/sentry/watchdog.(*Watchdog).doAction(0xc0001c2a00)
                	pkg/sentry/watchdog/watchdog.go:350 +0x1a2

                """),
        CrashSample(
            name: "bugcheck",
            title: "DRIVER_IRQL_NOT_LESS_OR_EQUAL in lid!LidClose",
            text: """
                DRIVER_IRQL_NOT_LESS_OR_EQUAL (d1)
                An attempt was made to access a pageable address at an interrupt request level that is too high.
                Arguments:
                Arg1: 0000000000000010, memory referenced
                STACK_TEXT:
                fffff880`02f3a5e8 fffff800`02a8b1a9 : 00000000`0000000a : nt!KeBugCheckEx
                fffff880`02f3a5f0 fffff800`02a89e20 : 00000000`00000000 : nt!KiPageFault
                fffff880`02f3a730 fffff880`04c0f2d1 : 00000000`00000001 : lid!LidClose

                """),
        CrashSample(
            name: "linux-paging",
            title: "BUG: unable to handle kernel paging request in lid_walk",
            text: """
                [   41.102030][  T812] BUG: unable to handle page fault for address: ffffed1000000000
                [   41.102030][  T812] #PF: supervisor read access in kernel mode
                [   41.102030][  T812] Oops: 0000 [#1] PREEMPT SMP KASAN
                [   41.102030][  T812] RIP: 0010:lid_walk+0x1f/0x40
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70
                [   41.102030][  T812] ---[ end trace 0000000000000000 ]---

                """),
        CrashSample(
            name: "kfence",
            title: "KFENCE: use-after-free read in lid_peek",
            text: """
                [   41.102030][  T812] ==================================================================
                [   41.102030][  T812] BUG: KFENCE: use-after-free read in lid_peek+0x31/0x90
                [   41.102030][  T812] 
                [   41.102030][  T812] Use-after-free read at 0xffff88801c2f4a10 (in kfence-#91):
                [   41.102030][  T812]  lid_peek+0x31/0x90
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70

                """),
        CrashSample(
            name: "linux-gpf",
            title: "general protection fault in lid_bend",
            text: """
                [   41.102030][  T812] general protection fault, probably for non-canonical address 0xdffffc0000000000: 0000 [#1] PREEMPT SMP KASAN
                [   41.102030][  T812] CPU: 1 PID: 812 Comm: packer Not tainted 6.1.0 #1
                [   41.102030][  T812] RIP: 0010:lid_bend+0x1f/0x40
                [   41.102030][  T812] Call Trace:
                [   41.102030][  T812]  crate_ioctl+0x4f/0x70
                [   41.102030][  T812] ---[ end trace 0000000000000000 ]---

                """),
        CrashSample(
            name: "openbsd-panic",
            title: "pool: double put: crateplx",
            text: """
                panic: pool_do_put: crateplx: double pool_put: 0xffffff0016920000
                Stopped at      db_enter+0x14:  popq    %rbp

                """),
    ]
}
