internal import CMeasure
internal import Foundation
internal import Synchronization

/// Tells where memory is asked for, when `CULPRIT_ALLOCATION_PLACES` says from how many allocations on.
struct AllocationPlaces {
    private let least: UInt64
    private static let wereTold = Atomic(false)

    /// Begins to note them; `nil` where nobody asks for them, or they were told before.
    static func note() -> AllocationPlaces? {
        guard let least = ProcessInfo.processInfo.environment["CULPRIT_ALLOCATION_PLACES"].flatMap(UInt64.init),
            !wereTold.exchange(true, ordering: .relaxed)
        else { return nil }
        measure_note_allocation_places()
        return AllocationPlaces(least: least)
    }

    func print() { measure_print_allocation_places(least) }
}
