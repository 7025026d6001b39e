private import Foundation

/// Finds the folder of a test target, which nothing tells a test process.
package enum TestTargetFolder {
  /// The folders in which SwiftPM looks for a target that says nothing, in its order.
  private static let predefined = ["Tests", "Sources", "Source", "src", "srcs"]

  /// Returns the folder of a test target in a package.
  ///
  /// The manifest is text here, not a program: a `path:` behind the target's `name:` counts. Without
  /// one it is the first of SwiftPM's own places that exists, and last all of `Tests`.
  package static func find(_ target: String, root: String) -> String {
    let manifest = try? String(contentsOfFile: "\(root)/Package.swift", encoding: .utf8)
    if let path = manifest.flatMap({ path(of: target, in: $0) }) { return "\(root)/\(path)" }
    let places = predefined.map { "\(root)/\($0)/\(target)" }
    return places.first { FileManager.default.fileExists(atPath: $0) } ?? "\(root)/Tests"
  }

  /// Returns the `path:` that a manifest gives a target, or nil.
  static func path(of target: String, in manifest: String) -> String? {
    var rest = manifest[...]
    while let start = rest.range(of: ".testTarget(") {
      rest = rest[start.upperBound...]
      let arguments = arguments(rest)
      if string(after: "name:", in: arguments) == target {
        return string(after: "path:", in: arguments)
      }
    }
    return nil
  }

  /// Returns a call's arguments without the calls and lists among them.
  private static func arguments(_ text: Substring) -> String {
    var depth = 1
    var result = ""
    var isInString = false
    for character in text {
      if character == "\"" { isInString.toggle() }
      if !isInString {
        if "([".contains(character) { depth += 1 }
        if ")]".contains(character) { depth -= 1 }
        if depth == 0 { break }
      }
      if depth == 1 { result.append(character) }
    }
    return result
  }

  private static func string(after label: String, in arguments: String) -> String? {
    guard let place = arguments.range(of: label) else { return nil }
    let value = arguments[place.upperBound...].drop { $0.isWhitespace }
    guard value.first == "\"", let end = value.dropFirst().firstIndex(of: "\"") else { return nil }
    return String(value[value.index(after: value.startIndex)..<end])
  }
}
