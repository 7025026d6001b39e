// swift-tools-version: 6.1
import PackageDescription

// The libraries are built and not linked: the tests load them while they run.
let package = Package(
  name: "LoadedCode",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Plugin", type: .dynamic, targets: ["Plugin"]),
    .library(name: "CPlugin", type: .dynamic, targets: ["CPlugin"]),
    .library(name: "COther", type: .dynamic, targets: ["COther"]),
  ],
  dependencies: [.package(name: "tidemark", path: "../../..")],
  targets: [
    .target(name: "Plugin"),
    .target(name: "CPlugin"),
    .target(name: "COther"),
    .testTarget(
      name: "LoadedCodeTests",
      dependencies: [
        .product(name: "Tidemark", package: "tidemark"),
        .product(name: "TidemarkBaselines", package: "tidemark"),
      ]),
  ]
)
