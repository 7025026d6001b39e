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
    /// The lines that may declare something, with their numbers: few of all, and each test looks.
    var declarations: [(line: Int, text: Substring)]
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
      for (line, text) in source.declarations {
        if typePattern.contains(where: { text.declares($0) }) {
          isInType = true
        } else if isInType, text.declares("func \(method)") {
          return TestLocation(file: source.path, line: line)
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
      let declarations = lines.enumerated().compactMap { index, text in
        ["func ", "class ", "extension "].contains { text.offset(after: $0) != nil }
          ? (line: index + 1, text: text) : nil
      }
      sources.append(Source(path: file.path, declarations: declarations))
    }
    return sources.sorted { $0.path < $1.path }
  }
}

extension Substring {
  /// Whether the line contains a declaration, with nothing that could continue its name after it.
  fileprivate func declares(_ declaration: String) -> Bool {
    guard let end = offset(after: declaration) else { return false }
    guard let next = utf8.dropFirst(end).first else { return true }
    switch next {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): return false
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: return false
    default: return true
    }
  }

  /// Returns where the first occurrence of a text ends, in bytes of UTF-8.
  ///
  /// Foundation's search knows of locales and is a hundred times slower.
  fileprivate func offset(after text: String) -> Int? {
    var text = text
    var line = self
    return text.withUTF8 { text in
      line.withUTF8 { line in
        guard let start = line.baseAddress, let wanted = text.baseAddress else { return nil }
        var from = 0
        while from + text.count <= line.count,
          let found = memchr(start + from, CInt(text[0]), line.count - text.count - from + 1)
        {
          if memcmp(found, wanted, text.count) == 0 {
            return UnsafeRawPointer(found) - UnsafeRawPointer(start) + text.count
          }
          from = UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
        }
        return nil
      }
    }
  }
}
