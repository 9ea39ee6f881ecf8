// swift-tools-version: 6.2
import PackageDescription

/// The settings of every target: one dialect, checked as strictly as the compiler can.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// The released program carries the Swift runtime: it starts sooner, calls it directly, and runs where no Swift is.
let standalone = ["-static-stdlib"]
let released = BuildSettingCondition.when(platforms: [.linux], configuration: .release)

/// A library that the system's package manager installs; `header` and `link` are in its module map.
func system(_ name: String, pkgConfig: String? = nil, apt: String, brew: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["CulpritTestSupport"], path: "Tests/\(name)",
        exclude: exclude, swiftSettings: strict)
}

let collections: Target.Dependency = .product(name: "OrderedCollections", package: "swift-collections")

let package = Package(
    name: "culprit",
    platforms: [.macOS(.v26)],
    products: [
        .executable(name: "culprit", targets: ["culprit"]),
        .executable(name: "culprit-simulate", targets: ["culprit-simulate"]),
        // What the benchmarks measure: a package of their own, so that this one needs no library for them.
        .library(
            name: "CulpritStages",
            targets: [
                "CulpritPipeline", "CulpritStore", "CulpritAnalysis", "CulpritParse", "CulpritRules", "CulpritScan",
                "CulpritModel", "CulpritTestSupport",
            ]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        system("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev", brew: "zstd"),
        system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
        system("CPCRE2", pkgConfig: "libpcre2-8", apt: "libpcre2-dev", brew: "pcre2"),
        system("CVectorscan", pkgConfig: "libhs", apt: "libvectorscan-dev", brew: "vectorscan"),
        system("CNettle", pkgConfig: "nettle", apt: "nettle-dev", brew: "nettle"),
        system("CArchive", pkgConfig: "libarchive", apt: "libarchive-dev", brew: "libarchive"),
        system("CBzip2", apt: "libbz2-dev", brew: "bzip2"),
        system("CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev", brew: "lz4"),
        system("CLZMA", pkgConfig: "liblzma", apt: "liblzma-dev", brew: "xz"),

        .target(name: "CulpritModel", swiftSettings: strict),
        .target(
            name: "CulpritScan",
            dependencies: [
                "CulpritModel", "CZstd", "CZlib", "CBzip2", "CLZ4", "CLZMA", "CPCRE2", "CVectorscan", "CArchive",
                "CNettle",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .target(
            name: "CulpritRules", dependencies: ["CulpritScan", "CulpritModel", "Yams"], swiftSettings: strict,
            plugins: ["EmbedRulesPlugin"]),
        .target(
            name: "CulpritParse", dependencies: ["CulpritRules", "CulpritScan", "CulpritModel"], swiftSettings: strict),
        .target(name: "CulpritAnalysis", dependencies: ["CulpritModel", collections], swiftSettings: strict),
        .target(
            name: "CulpritStore",
            dependencies: ["CulpritScan", "CulpritModel", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: strict),
        .target(name: "CulpritReport", dependencies: ["CulpritModel"], swiftSettings: strict),
        .target(
            name: "CulpritPipeline",
            dependencies: [
                "CulpritReport", "CulpritStore", "CulpritAnalysis", "CulpritParse", "CulpritRules", "CulpritScan",
                "CulpritModel", .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "culprit",
            dependencies: [
                "CulpritPipeline", "CulpritReport", "CulpritModel",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: strict + [.unsafeFlags(standalone, released)],
            linkerSettings: [.unsafeFlags(standalone + ["-use-ld=lld"], released)]),
        .executableTarget(
            name: "culprit-simulate",
            dependencies: [
                "CulpritScan", "CulpritModel", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),

        .executableTarget(name: "EmbedRules", swiftSettings: strict),
        .plugin(
            name: "EmbedRulesPlugin", capability: .buildTool(), dependencies: ["EmbedRules"],
            path: "Sources/EmbedRulesPlugin"),

        tests("CulpritAnalysisTests", ["CulpritAnalysis", "CulpritModel"]),
        .target(name: "CulpritTestSupport", path: "Tests/CulpritTestSupport", swiftSettings: strict),
        tests(
            "CulpritStoreTests", ["CulpritStore", "CulpritModel", .product(name: "GRDB", package: "GRDB.swift")]),
        tests(
            "CulpritScanTests",
            ["CulpritScan", "CulpritModel", "CArchive", .product(name: "GRDB", package: "GRDB.swift")]),
        // They run the program and do not name it: its runtime would be linked into the tests, beside their own.
        tests(
            "EndToEndTests", ["culprit-simulate", "CulpritScan", "CulpritModel"],
            exclude: ["Goldens", "Reports"]),
        tests("CulpritRulesTests", ["CulpritRules", "CulpritScan", "CulpritModel"]),
        tests("CulpritParseTests", ["CulpritParse", "CulpritRules", "CulpritScan", "CulpritModel"]),
        tests(
            "CulpritPipelineTests",
            ["CulpritPipeline", "CulpritStore", "CulpritParse", "CulpritRules", "CulpritScan", "CulpritModel"]),
        tests("HouseTests", ["CulpritRules"]),
        tests("CulpritReportTests", ["CulpritReport", "CulpritModel"], exclude: ["Goldens"]),
    ],
    swiftLanguageModes: [.v6]
)
