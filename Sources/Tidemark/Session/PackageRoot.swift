private import Foundation

/// Finds the package that a test belongs to.
package enum PackageRoot {
  /// Returns the nearest folder at or above a path that has a `Package.swift`, or nil.
  package static func above(_ path: String) -> String? {
    var folder = URL(fileURLWithPath: path).standardizedFileURL
    while true {
      let manifest = folder.appendingPathComponent("Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) { return folder.path }
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      if parent.path == folder.path { return nil }
      folder = parent
    }
  }

  /// Returns the package whose tests this process runs, when no source path says so.
  ///
  /// The test executable normally lies in the package's `.build`; with a build folder elsewhere
  /// the current folder decides, which is the package's under `swift test`.
  package static func ofProcess() -> String? {
    let manager = FileManager.default
    let executable = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return executable.flatMap { above($0) } ?? above(manager.currentDirectoryPath)
  }
}
