import Testing

/// The tests that run the built programs; one after the other, since each run takes all cores.
@Suite(.serialized) enum EndToEnd {}
