extension MetricFamily {
    /// What node_exporter measures on every host.
    static let node: [MetricFamily] = [
        MetricFamily(
            "node_load1", .gauge, "1m load average.", Fleet.hosts, [("", 2.1)], noise: 0.12, isEssential: true),
        MetricFamily(
            "node_cpu_seconds_total", .counter, "Seconds the CPUs spent in each mode.", Fleet.hosts,
            [(#"cpu="0",mode="idle""#, 0.66), (#"cpu="0",mode="user""#, 0.24)], noise: 0.04),
        MetricFamily(
            "node_cpu_seconds_total", .counter, "Seconds the CPUs spent in each mode.", Fleet.hosts,
            [(#"cpu="0",mode="system""#, 0.07), (#"cpu="0",mode="iowait""#, 0.012)], noise: 0.1, isEssential: true),
        MetricFamily(
            "node_memory_MemAvailable_bytes", .gauge, "Memory information field MemAvailable_bytes.", Fleet.hosts,
            [("", 2.1e10)], following: -0.2, noise: 0.01, decimals: 0),
        MetricFamily(
            "node_filesystem_avail_bytes", .gauge, "Filesystem space available to non-root users in bytes.",
            Fleet.hosts, [(#"device="/dev/sda1",fstype="ext4",mountpoint="/""#, 3.4e11)], following: 0, noise: 0.0005,
            decimals: 0),
        MetricFamily(
            "node_disk_io_time_seconds_total", .counter, "Total seconds spent doing I/Os.", disks,
            [(#"device="sda""#, 0.14)], noise: 0.1, decimals: 3, isEssential: true),
        MetricFamily(
            "node_disk_read_time_seconds_total", .counter, "The total number of seconds spent by all reads.", disks,
            [(#"device="sda""#, 0.05)], noise: 0.15, decimals: 3, isEssential: true),
        MetricFamily(
            "node_disk_write_time_seconds_total", .counter, "The total number of seconds spent by all writes.", disks,
            [(#"device="sda""#, 0.21)], noise: 0.15, decimals: 3),
        MetricFamily(
            "node_disk_writes_completed_total", .counter, "The total number of writes completed successfully.", disks,
            [(#"device="sda""#, 310)], noise: 0.08, decimals: 0),
        MetricFamily(
            "node_network_receive_bytes_total", .counter, "Network device statistic receive_bytes.", Fleet.hosts,
            [("device", 9.4e6)], noise: 0.06, decimals: 0),
        MetricFamily(
            "node_network_transmit_bytes_total", .counter, "Network device statistic transmit_bytes.", Fleet.hosts,
            [("device", 1.2e7)], noise: 0.06, decimals: 0, isEssential: true),
        MetricFamily(
            "node_network_receive_errs_total", .counter, "Network device statistic receive_errs.", Fleet.hosts,
            [("device", 0.0004)], noise: 0, decimals: 0),
        MetricFamily(
            "node_network_transmit_drop_total", .counter, "Network device statistic transmit_drop.", Fleet.hosts,
            [("device", 0.002)], noise: 0, decimals: 0, isEssential: true),
        MetricFamily(
            "node_netstat_Tcp_RetransSegs", .unknown, "Statistic TcpRetransSegs.", Fleet.hosts, [("", 1.4)],
            noise: 0.3, decimals: 0, isEssential: true),
        MetricFamily(
            "node_timex_offset_seconds", .gauge, "Time offset in between local system and reference clock.",
            Fleet.hosts, [("", 0.000_04)], following: 0, noise: 0.8, decimals: 6),
        MetricFamily(
            "node_edac_correctable_errors_total", .counter, "Total correctable memory errors.", disks,
            [(#"controller="0""#, 0.000_05)], following: 0, noise: 0, decimals: 0),
    ]

    /// Every host but the routers, which start from the network.
    private static let disks = Fleet.hosts.filter { $0.group != .rtr }
}
