internal import CulpritModel

/// A small trouble that has nothing to do with the cause.
struct NoiseItem {
    let category: String
    let host: Host
    let time: Timestamp
    let entries: [PlacedEntry]
}
