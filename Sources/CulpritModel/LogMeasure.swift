/// What is measured of records a minute, by the names of its series.
package enum LogMeasure: String, Sendable, CaseIterable {
    case records = "log_records"
    case errorRecords = "log_error_records"
    case responses = "log_http_responses"
    case failedShare = "log_http_5xx_errors_ratio"
    case median = "log_request_duration_seconds_p50"
    case ninetiethPercentile = "log_request_duration_seconds_p90"
    case ninetyNinthPercentile = "log_request_duration_seconds_p99"
    case sentBytes = "log_sent_bytes"
    /// Of a caller and whom it calls, as are the next four.
    case calls = "log_calls"
    case callErrors = "log_call_errors"
    case failedCallShare = "log_call_errors_ratio"
    case callMedian = "log_call_duration_seconds_p50"
    case callNinetiethPercentile = "log_call_duration_seconds_p90"
    case ruleHits = "log_rule_hits"
    case severeRecords = "log_severe_records"

    /// The value of a minute for which two logs of one machine have one each: the sum of counts, of shares and quantiles
    /// the worse of both.
    package func united(_ one: Double, _ other: Double) -> Double {
        switch self {
        case .records, .errorRecords, .responses, .sentBytes, .calls, .callErrors, .ruleHits, .severeRecords:
            one + other
        case .failedShare, .median, .ninetiethPercentile, .ninetyNinthPercentile, .failedCallShare, .callMedian,
            .callNinetiethPercentile:
            max(one, other)
        }
    }
}
