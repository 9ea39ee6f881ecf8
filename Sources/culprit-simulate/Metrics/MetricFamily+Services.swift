extension MetricFamily {
    /// What HAProxy, Erlang, Kafka and PostgreSQL tell of themselves.
    static let services: [MetricFamily] = [
        MetricFamily(
            "haproxy_backend_http_responses_total", .counter, "Total number of HTTP responses.", edges,
            [
                (#"proxy="be_chat",code="2xx""#, 402), (#"proxy="be_chat",code="4xx""#, 4.7),
                (#"proxy="be_chat",code="5xx""#, 0.17),
            ], noise: 0.03, decimals: 0, isEssential: true),
        MetricFamily(
            "haproxy_backend_response_time_average_seconds", .gauge,
            "Average response time for last 1024 successful connections.", edges, [(#"proxy="be_chat""#, 0.031)],
            noise: 0.08, decimals: 4, isEssential: true),
        MetricFamily(
            "haproxy_backend_response_errors_total", .counter, "Total number of invalid responses.", edges,
            [(#"proxy="be_chat""#, 0.03)], noise: 0, decimals: 0),
        MetricFamily(
            "haproxy_backend_active_servers", .gauge, "Total number of active UP servers with a non-zero weight.",
            edges, [(#"proxy="be_chat""#, 6)], following: 0, noise: 0, decimals: 0),
        MetricFamily(
            "chat_process_restarts_total", .counter, "Children restarted by the supervisors of chat.", chats,
            [(#"app="chat_core""#, 0.000_3)], noise: 0, decimals: 0, isEssential: true),
        MetricFamily(
            "chat_message_delivery_seconds", .gauge, "Mean seconds from send to delivery in the last minute.", chats,
            [("", 0.11)], noise: 0.1, decimals: 4),
        MetricFamily(
            "chat_db_pool_queue_length", .gauge, "Callers that wait for a database connection.", chats, [("", 0.6)],
            noise: 0.8, decimals: 0),
        MetricFamily(
            "erlang_vm_process_count", .gauge, "Number of processes that exist at the local node.", chats,
            [("", 41_200)], noise: 0.015, decimals: 0, isEssential: true),
        MetricFamily(
            "erlang_vm_run_queue", .gauge, "Processes ready to run.", chats, [("", 3.2)], noise: 0.35, decimals: 0),
        MetricFamily(
            "kafka_consumergroup_lag", .gauge, "Messages that a consumer group has not read.", Fleet.hosts(in: .kafka),
            [
                (#"consumergroup="chat-history",topic="chat.messages""#, 240),
                (#"consumergroup="chat-push",topic="chat.push""#, 170),
            ], noise: 0.25, decimals: 0, isEssential: true),
        MetricFamily(
            "kafka_server_replicamanager_underreplicatedpartitions", .gauge,
            "Partitions with too few replicas in sync.",
            Fleet.hosts(in: .kafka), [("", 0)], noise: 0, decimals: 0),
        MetricFamily(
            "pg_replication_lag_seconds", .gauge, "Replication lag behind the primary in seconds.", [Host(.db, 2)],
            [("", 0.35)], noise: 0.4, decimals: 3, isEssential: true),
        MetricFamily(
            "pg_stat_activity_count", .gauge, "Number of connections in this state.", Fleet.hosts(in: .db),
            [(#"datname="chat",state="active""#, 14), (#"datname="chat",state="idle""#, 190)], noise: 0.12, decimals: 0,
            isEssential: true),
        MetricFamily(
            "pg_stat_database_xact_commit_total", .counter, "Transactions that have been committed.",
            Fleet.hosts(in: .db), [(#"datname="chat""#, 620)], noise: 0.05, decimals: 0),
        MetricFamily(
            "pg_stat_database_conflicts_total", .counter, "Queries cancelled due to conflicts with recovery.",
            Fleet.hosts(in: .db), [(#"datname="chat""#, 0.000_2)], noise: 0, decimals: 0),
        MetricFamily(
            "pg_locks_count", .gauge, "Number of locks.", Fleet.hosts(in: .db),
            [(#"datname="chat",mode="accesssharelock""#, 46)], noise: 0.2, decimals: 0),
    ]

    private static let edges = Fleet.hosts(in: .edge)
    private static let chats = Fleet.hosts(in: .chat)
}
