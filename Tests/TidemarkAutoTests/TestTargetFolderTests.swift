import Foundation
import Testing

@testable import TidemarkXCTest

@Suite struct TestTargetFolderTests {
  private static let manifest = """
    let package = Package(
      name: "App",
      targets: [
        .target(name: "News", path: "Code/News"),
        .testTarget(name: "PlainTests", dependencies: ["News"]),
        .testTarget(
          name: "NewsTests",
          dependencies: ["News", .product(name: "TidemarkAuto", package: "tide(mark")],
          path: "Checks/NewsTests", resources: [.copy(path: "x")]),
        .testTarget(name: "LastTests", path: "Last"),
      ])
    """

  @Test(arguments: [
    ("NewsTests", "Checks/NewsTests"), ("LastTests", "Last"), ("PlainTests", nil), ("News", nil),
  ])
  func pathIsTheTargetsOwn(target: String, path: String?) {
    #expect(TestTargetFolder.path(of: target, in: Self.manifest) == path)
  }

  @Test func withoutAPathTheUsualPlacesAreTried() throws {
    let root = NSTemporaryDirectory() + "tidemark-folder-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: root) }
    for folder in ["Tests/PlainTests", "Sources/OddTests"] {
      try FileManager.default.createDirectory(
        atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
    }
    try Data(Self.manifest.utf8).write(to: URL(fileURLWithPath: "\(root)/Package.swift"))
    #expect(TestTargetFolder.find("NewsTests", root: root) == "\(root)/Checks/NewsTests")
    #expect(TestTargetFolder.find("PlainTests", root: root) == "\(root)/Tests/PlainTests")
    #expect(TestTargetFolder.find("OddTests", root: root) == "\(root)/Sources/OddTests")
    #expect(TestTargetFolder.find("GoneTests", root: root) == "\(root)/Tests")
  }
}
