// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "tidemark",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "TidemarkBaselines", targets: ["TidemarkBaselines"]),
    .library(name: "Tidemark", targets: ["Tidemark"]),
    .library(name: "TidemarkTesting", targets: ["TidemarkTesting"]),
    .library(name: "TidemarkXCTest", targets: ["TidemarkXCTest"]),
    .library(name: "TidemarkAuto", targets: ["TidemarkAuto"]),
    .library(name: "TidemarkBenchmark", targets: ["TidemarkBenchmark"]),
    .library(name: "TidemarkAgent", targets: ["TidemarkAgent"]),
    // Loaded into a program that was not built with the agent, by `tidemark run`.
    .library(name: "TidemarkPreload", type: .dynamic, targets: ["CTidemarkPreload"]),
    .library(
      name: "TidemarkPreloadHeap", type: .dynamic, targets: ["CTidemarkPreload", "CTidemarkHeap"]),
    // Figures of the heap for a program with the agent; to link it is to count every allocation.
    .library(name: "TidemarkHeap", targets: ["CTidemarkHeap"]),
    .executable(name: "tidemark", targets: ["TidemarkCommand"]),
    .executable(name: "tidemark-doctor", targets: ["TidemarkDoctor"]),
  ],
  traits: [
    .trait(
      name: "GoogleBenchmark",
      description: "Timed benchmarks; needs Google Benchmark (Debian, Ubuntu: libbenchmark-dev).")
  ],
  dependencies: [
    // The command line: parsing, help, completion and manual page. No test target links it.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
    // The HTTP interface of the command line and of the agent. No test target links it.
    .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
  ],
  targets: [
    .target(name: "CTidemarkLedger"),
    .target(name: "CTidemarkProbe", dependencies: ["CTidemarkLedger"]),
    .target(name: "CTidemarkHeap", dependencies: ["CTidemarkProbe"]),
    .target(name: "TidemarkLedger", dependencies: ["CTidemarkLedger"], swiftSettings: strict),
    .target(
      name: "TidemarkBaselines", dependencies: ["CTidemarkHarness"], swiftSettings: strict),
    // The comparison of timed benchmarks; only the command links it.
    .target(name: "TidemarkStatistics", swiftSettings: strict),
    .target(name: "CTidemarkHarness"),
    // Names and lines of code, of this process or of another one.
    .target(name: "TidemarkSymbols", swiftSettings: strict),
    .target(
      name: "Tidemark",
      dependencies: [
        "CTidemarkProbe", "CTidemarkHeap", "CTidemarkHarness", "TidemarkLedger",
        "TidemarkBaselines", "TidemarkSymbols", "TidemarkLive",
      ],
      swiftSettings: strict),
    .target(name: "TidemarkTesting", dependencies: ["Tidemark"], swiftSettings: strict),
    .target(name: "CTidemarkXCTest"),
    .target(
      name: "TidemarkXCTest", dependencies: ["Tidemark", "CTidemarkXCTest"],
      swiftSettings: strict),
    .target(name: "CTidemarkAuto"),
    .target(
      name: "TidemarkAuto",
      dependencies: [
        "Tidemark", "TidemarkTesting", "TidemarkXCTest", "CTidemarkAuto", "CTidemarkXCTest",
      ],
      swiftSettings: strict),
    .target(name: "CTidemarkLive"),
    // What viewers see of a process, wherever it is.
    .target(
      name: "TidemarkLive",
      dependencies: ["TidemarkLedger", "CTidemarkLedger", "CTidemarkLive", "TidemarkSymbols"],
      swiftSettings: strict),
    .target(name: "TidemarkTerminal", dependencies: ["TidemarkLive"], swiftSettings: strict),
    .target(
      name: "TidemarkServer",
      dependencies: [
        "TidemarkLive",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      // The web page as it is written; the plugin makes a Swift file of it.
      exclude: ["Page/Web"],
      swiftSettings: strict,
      plugins: ["TidemarkPagePlugin"]),
    .executableTarget(name: "TidemarkPage", swiftSettings: strict),
    .plugin(
      name: "TidemarkPagePlugin", capability: .buildTool(), dependencies: ["TidemarkPage"],
      path: "Sources/TidemarkPagePlugin"),
    .target(name: "CTidemarkAgent"),
    .target(
      name: "TidemarkAgent",
      dependencies: [
        "CTidemarkAgent", "CTidemarkProbe", "TidemarkLedger", "TidemarkLive", "TidemarkServer",
      ],
      swiftSettings: strict),
    .target(name: "CTidemarkPreload", dependencies: ["CTidemarkProbe", "CTidemarkAgent"]),
    // The engine of everything timed; nothing of it is in this package.
    .systemLibrary(
      name: "GoogleBenchmarkLibrary", pkgConfig: "benchmark",
      providers: [.apt(["libbenchmark-dev"])]),
    .target(
      name: "CGoogleBenchmark",
      dependencies: [
        .target(
          name: "GoogleBenchmarkLibrary", condition: .when(traits: ["GoogleBenchmark"]))
      ],
      cSettings: [.define("TIDEMARK_GOOGLE_BENCHMARK", .when(traits: ["GoogleBenchmark"]))],
      cxxSettings: [.define("TIDEMARK_GOOGLE_BENCHMARK", .when(traits: ["GoogleBenchmark"]))]),
    .target(
      name: "TidemarkBenchmark", dependencies: ["CGoogleBenchmark", "Tidemark"],
      swiftSettings: strict),
    // What the probe costs; also an example of a program of benchmarks.
    .executableTarget(
      name: "TidemarkBenchmarks",
      dependencies: ["Tidemark", "TidemarkBenchmark", "TidemarkLedger"], swiftSettings: strict),
    .executableTarget(
      name: "TidemarkDoctor", dependencies: ["Tidemark", "TidemarkBaselines", "TidemarkLedger"],
      swiftSettings: strict),
    // Compared by Tests/cost/run with the same program without the probe; no product.
    .executableTarget(
      name: "TidemarkCost", dependencies: ["Tidemark", "TidemarkLedger"],
      swiftSettings: strict + [.define("TIDEMARK_LINKED")]),
    .executableTarget(
      name: "TidemarkCommand",
      dependencies: [
        "TidemarkBaselines", "TidemarkStatistics", "TidemarkLedger", "TidemarkLive",
        "TidemarkTerminal",
        "TidemarkServer",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TidemarkTests",
      dependencies: [
        "Tidemark", "TidemarkBaselines", "TidemarkLedger", "TidemarkSymbols", "TidemarkStatistics",
        "TidemarkAuto", "CTidemarkLedger", "CTestSupport", "TestSupport",
      ],
      swiftSettings: strict),
    .target(name: "CTestSupport", path: "Tests/CTestSupport"),
    // Fills one table of the ledger after the other, each in a process of its own; no product.
    .executableTarget(
      name: "TidemarkOverflow",
      dependencies: ["Tidemark", "TidemarkBaselines", "TidemarkLedger", "CTestSupport"],
      path: "Tests/Overflow", swiftSettings: strict),
    // A program to be watched from outside; no product.
    .executableTarget(
      name: "TidemarkWatched", dependencies: ["TidemarkAgent", "CTestSupport", "CTidemarkProbe"],
      path: "Tests/Watched", swiftSettings: strict),
    // A program that is not built with the agent; no product.
    .executableTarget(name: "TidemarkPlain", path: "Tests/Plain", swiftSettings: strict),
    // Reads damaged ledgers; no product.
    .executableTarget(
      name: "TidemarkFuzz",
      dependencies: [
        "TidemarkTerminal", "TidemarkLive", "TidemarkLedger", "TidemarkStatistics",
        "CTidemarkLedger",
        "CTestSupport",
      ],
      path: "Tests/Fuzz", exclude: ["Corpus"], swiftSettings: strict),
    // Sends damaged requests to the server's handlers; no product.
    .executableTarget(
      name: "TidemarkServerFuzz",
      dependencies: [
        "TidemarkServer", "TidemarkTerminal", "TidemarkLive", "TidemarkStatistics",
        .product(name: "NIOEmbedded", package: "swift-nio"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      path: "Tests/ServerFuzz", exclude: ["Corpus"], swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["CTestSupport"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkBaselinesTests", dependencies: ["TidemarkBaselines", "TidemarkAuto"],
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkLiveTests",
      dependencies: [
        "TidemarkLive", "TidemarkSymbols", "TidemarkLedger", "CTidemarkLedger", "TidemarkAuto",
        "TestSupport",
        "CTestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkServerTests",
      dependencies: ["TidemarkServer", "TidemarkLive", "TidemarkLedger", "TidemarkAuto"],
      exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkTerminalTests",
      dependencies: [
        "TidemarkTerminal", "TidemarkLive", "TidemarkLedger", "TestSupport",
        "TidemarkAuto",
      ], exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkStatisticsTests", dependencies: ["TidemarkStatistics", "TidemarkAuto"],
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkBenchmarkTests",
      dependencies: ["Tidemark", "TidemarkBenchmark", "TidemarkAuto"], swiftSettings: strict),
    .testTarget(
      name: "TidemarkAutoTests",
      dependencies: ["Tidemark", "TidemarkAuto", "TidemarkTesting", "TidemarkXCTest"],
      swiftSettings: strict),
    .testTarget(
      name: "TidemarkCommandTests",
      dependencies: [
        "TidemarkCommand", "TidemarkBaselines", "TidemarkLive", "TidemarkStatistics",
        "TidemarkAuto", "TestSupport",
      ],
      exclude: ["Golden"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
