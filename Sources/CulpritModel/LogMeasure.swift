/// What is measured of records in a step of time, by the names of its series; counts are given a minute.
package enum LogMeasure: String, Sendable, CaseIterable {
    case records = "log_records"
    case errorRecords = "log_error_records"
    case responses = "log_http_responses"
    case failedShare = "log_http_5xx_errors_ratio"
    case median = "log_request_duration_seconds_p50"
    case ninetiethPercentile = "log_request_duration_seconds_p90"
    case ninetyNinthPercentile = "log_request_duration_seconds_p99"
    case sentBytes = "log_sent_bytes"
    case receivedBytes = "log_received_bytes"
    /// Of a caller and whom it calls, as are all up to the bytes received.
    case calls = "log_calls"
    case callErrors = "log_call_errors"
    case failedCallShare = "log_call_errors_ratio"
    case callMedian = "log_call_duration_seconds_p50"
    case callNinetiethPercentile = "log_call_duration_seconds_p90"
    case callNinetyNinthPercentile = "log_call_duration_seconds_p99"
    case callSentBytes = "log_call_sent_bytes"
    case callReceivedBytes = "log_call_received_bytes"
    case ruleHits = "log_rule_hits"
    case severeRecords = "log_severe_records"
    /// From one step of a request to the next.
    case stepMedian = "log_request_step_seconds_p50"
    case stepNinetiethPercentile = "log_request_step_seconds_p90"

    /// What two logs of one machine give for one minute is the sum; of shares and quantiles it is the worse of both.
    package var isCount: Bool {
        switch self {
        case .records, .errorRecords, .responses, .sentBytes, .receivedBytes, .calls, .callErrors, .callSentBytes,
            .callReceivedBytes, .ruleHits, .severeRecords:
            true
        case .failedShare, .median, .ninetiethPercentile, .ninetyNinthPercentile, .failedCallShare, .callMedian,
            .callNinetiethPercentile, .callNinetyNinthPercentile, .stepMedian, .stepNinetiethPercentile:
            false
        }
    }

    /// So many records must share a step, in the mean over them, for its sample to tell more than that of a minute.
    ///
    /// Ten of those that make the value: of all for a count, of half for the median, of the slowest tenth or hundredth.
    /// Sums of sizes, which few large ones make, take as many as the tenth; a failed share, which is the least that its
    /// count speaks for, as many as the median.
    package var leastCompany: Double {
        switch self {
        case .records, .errorRecords, .responses, .calls, .callErrors, .ruleHits, .severeRecords: 10
        case .median, .callMedian, .stepMedian, .failedShare, .failedCallShare: 20
        case .ninetiethPercentile, .callNinetiethPercentile, .stepNinetiethPercentile, .sentBytes, .receivedBytes,
            .callSentBytes, .callReceivedBytes:
            100
        case .ninetyNinthPercentile, .callNinetyNinthPercentile: 1_000
        }
    }

    /// The value of a step for which two logs have one each.
    package func united(_ one: Double, _ other: Double) -> Double { isCount ? one + other : max(one, other) }
}
