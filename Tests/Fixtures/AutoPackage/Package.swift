// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "AutoPackage",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "tidemark", path: "../../..")],
  targets: [
    .testTarget(
      name: "EveryTests", dependencies: [.product(name: "TidemarkAuto", package: "tidemark")])
  ]
)
