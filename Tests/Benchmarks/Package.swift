// swift-tools-version: 6.2
import PackageDescription

/// The folder of the main package, by which its modules are told apart from those of other packages.
let mainFolder = Context.packageDirectory.split(separator: "/").dropLast(2).last.map(String.init) ?? ""

/// The name under which the compiler keeps what is visible within the main package: its folder's, with `_` for whatever
/// an identifier cannot have there.
let packageName = String(
    mainFolder.lowercased().enumerated().map { index, character in
        character.isLetter || (character.isNumber && index > 0) ? character : "_"
    })

/// The settings of the main package's targets.
///
/// The benchmarks are of that package, and kept apart only so that nobody needs their library to build it: they see what
/// its own targets see of each other.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .unsafeFlags(["-package-name", packageName]),
]

let package = Package(
    name: "culprit-benchmarks",
    platforms: [.macOS(.v26)],
    dependencies: [
        .package(name: "culprit", path: "../.."),
        // Without its own counters of allocations, which need libraries that are not everywhere.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "CulpritBenchmarks",
            dependencies: [
                "CMeasure",
                .product(name: "CulpritStages", package: "culprit"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "CulpritBenchmarks", packageAccess: false, swiftSettings: strict,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
        .target(
            name: "CMeasure", path: "CMeasure", cSettings: [.unsafeFlags(["-O2", "-Wall", "-Wextra", "-Werror"])],
            linkerSettings: [.linkedLibrary("zstd")]),
    ],
    swiftLanguageModes: [.v6]
)
