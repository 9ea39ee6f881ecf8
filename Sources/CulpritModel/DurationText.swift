/// A duration in words, of which every sentence has the same: `90 s`, `17 min`, `3 h`, `5 days`, rounded.
package func durationText(seconds: Double) -> String {
    let seconds = seconds.magnitude
    // By what is shown: 119.6 s are 2 min, not 120 s.
    if seconds.rounded() < 120 { return "\(Int(seconds.rounded())) s" }
    let minutes = (seconds / 60).rounded()
    if minutes < 120 { return "\(Int(minutes)) min" }
    let hours = (seconds / 3_600).rounded()
    if hours < 48 { return "\(Int(hours)) h" }
    return "\(Int((seconds / 86_400).rounded())) days"
}
