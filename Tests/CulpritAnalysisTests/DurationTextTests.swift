import CulpritModel
import Testing

struct DurationTextTests {
    @Test(
        "A duration is rounded to what is shown of it",
        arguments: [
            (0.4, "0 s"), (90, "90 s"), (119.6, "2 min"), (-150, "3 min"), (7_100, "118 min"), (7_199, "2 h"),
            (9_100, "3 h"), (86_400, "24 h"), (172_799, "2 days"), (400_000, "5 days"),
        ])
    func words(seconds: Double, expected: String) { #expect(durationText(seconds: seconds) == expected) }
}
