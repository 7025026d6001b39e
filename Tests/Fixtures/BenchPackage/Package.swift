// swift-tools-version: 6.1
import PackageDescription

// Benchmarks in plain C++, so that `tidemark bench` is tried with the engine's own flags and files.
let package = Package(
  name: "feeding",
  targets: [
    .systemLibrary(
      name: "CGoogleBenchmark", pkgConfig: "benchmark", providers: [.apt(["libbenchmark-dev"])]),
    .executableTarget(name: "feeding", dependencies: ["CGoogleBenchmark"], path: "Sources/Feeding"),
  ],
  cxxLanguageStandard: .cxx17
)
