/// Spells paths relative to the package, so that a report reads the same on every machine.
struct SourcePaths {
  /// The package's root without a trailing slash, or nil to leave paths alone.
  var root: String?

  init(root: String?) {
    var root = root
    while let path = root, path.count > 1, path.hasSuffix("/") { root = String(path.dropLast()) }
    self.root = root == "/" ? nil : root
  }

  /// Returns the path below the package's root or, for a dependency, below its checkout.
  func shorten(_ path: String) -> String {
    var path = path
    if let root, path.hasPrefix(root + "/") { path = String(path.dropFirst(root.count + 1)) }
    let checkouts = ".build/checkouts/"
    return path.hasPrefix(checkouts) ? String(path.dropFirst(checkouts.count)) : path
  }

  /// Returns whether a file is the package's own: below its root, and not a dependency's checkout.
  func isOwn(_ file: String) -> Bool {
    guard let root, file.hasPrefix(root + "/") else { return false }
    return !file.dropFirst(root.count).hasPrefix("/.build/")
  }

  /// Returns where a test stands as `file:line`.
  func text(_ location: TestLocation) -> String { "\(shorten(location.file)):\(location.line)" }

  /// Returns where a frame is as `file:line`, or the image when no file is known.
  func place(of frame: SourceFrame) -> String {
    guard let file = frame.file else { return frame.image ?? "" }
    return shorten(file) + (frame.line.map { ":\($0)" } ?? "")
  }
}
