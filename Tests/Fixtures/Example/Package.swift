// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Example",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tidemark", path: "../../..")],
  targets: [
    .target(name: "Feed"),
    .testTarget(
      name: "FeedTests",
      dependencies: ["Feed", .product(name: "TidemarkAuto", package: "tidemark")]),
  ]
)
