private import Foundation
internal import Tidemark
internal import XCTest

/// Finds where a test method stands, which XCTest does not tell on Linux.
///
/// The source of the test target is searched for the class and the method, so it works in release
/// builds too. Files are read once, at the first question.
enum MethodLocation {
  private struct Source: Sendable {
    var path: String
    var lines: [Substring]
  }

  private static let sources = Guarded<[String: [Source]]>([:])

  /// Returns the line that declares a test's method, or nil when no source shows it.
  ///
  /// An inherited method is found in the class that declares it, if that is in the same target.
  static func find(_ test: TestIdentity, _ object: XCTestCase) -> TestLocation? {
    let files = files(of: test.target)
    var mirror: Mirror? = Mirror(reflecting: object)
    while let type = mirror?.subjectType, type != XCTestCase.self {
      let name = String(describing: type)
      if let location = find(test.name, in: name, files) { return location }
      mirror = mirror?.superclassMirror
    }
    return nil
  }

  private static func files(of target: String) -> [Source] {
    sources.withLock { known in
      if let files = known[target] { return files }
      let files = read(target)
      known[target] = files
      return files
    }
  }

  private static func find(
    _ method: String, in type: String, _ files: [Source]
  ) -> TestLocation? {
    let typePattern = ["class \(type)", "extension \(type)"]
    for source in files {
      var isInType = false
      for (index, line) in source.lines.enumerated() {
        if typePattern.contains(where: { line.declares($0) }) {
          isInType = true
        } else if isInType, line.declares("func \(method)") {
          return TestLocation(file: source.path, line: index + 1)
        }
      }
    }
    return nil
  }

  private static func read(_ target: String) -> [Source] {
    guard let root = PackageRoot.ofProcess() else { return [] }
    let folder = TestTargetFolder.find(target, root: root)
    let files = FileManager.default.enumerator(
      at: URL(fileURLWithPath: folder), includingPropertiesForKeys: nil)
    var sources: [Source] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift",
        let text = try? String(contentsOf: file, encoding: .utf8)
      else { continue }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      sources.append(Source(path: file.path, lines: lines))
    }
    return sources.sorted { $0.path < $1.path }
  }
}

extension Substring {
  /// Whether the line contains a declaration, with nothing that could continue its name after it.
  fileprivate func declares(_ declaration: String) -> Bool {
    guard let range = range(of: declaration) else { return false }
    guard range.upperBound < endIndex else { return true }
    let next = self[range.upperBound]
    return !(next.isLetter || next.isNumber || next == "_")
  }
}
