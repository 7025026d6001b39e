import TidemarkBaselines

/// The library that is loaded into a program which was not built with the agent.
struct PreloadLibrary {
  var product: String

  /// The one with exact figures of the heap, or the one without.
  init(heap: Bool) { product = heap ? "TidemarkPreloadHeap" : "TidemarkPreload" }

  /// Returns the path of the library: beside the command, or else built in the package.
  func locate(_ host: Host) throws -> String {
    let sibling = "\(Files.parent(of: host.absolute(host.program)))/\(file)"
    if Files.exists(sibling) { return try checked(sibling) }
    Console.error("tidemark: building \(product)")
    guard let folder = try build(host) else { throw PreloadError.notBuilt(product: product) }
    return try checked("\(folder)/\(file)")
  }

  private var file: String { "lib\(product).so" }

  /// Builds the library and returns the folder that it is in; what is said goes to the error stream.
  private func build(_ host: Host) throws -> String? {
    let build = try Child.spawn(
      ["swift", "build", "--product", product, "-c", "release", "--quiet"],
      environment: host.variables, directory: host.directory, output: .errors)
    guard case .exited(0) = build.wait() else { return nil }
    let place = try ScratchFile()
    defer { place.remove() }
    let show = try Child.spawn(
      ["swift", "build", "-c", "release", "--show-bin-path"], environment: host.variables,
      directory: host.directory,
      output: .standardOutputFile(place.path, errors: "/dev/null"))
    guard case .exited(0) = show.wait(), let bytes = try Files.read(place.path) else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").last.map(String.init)
  }

  private func checked(_ path: String) throws -> String {
    guard Files.exists(path) else { throw PreloadError.notBuilt(product: product) }
    // The loader takes both for the end of a name, and knows no way to quote them.
    if path.contains(where: { $0 == " " || $0 == ":" }) {
      throw PreloadError.unusablePath(path)
    }
    return path
  }
}

/// Why there is no library to load into a program.
enum PreloadError: Error, CustomStringConvertible {
  case notBuilt(product: String)
  case unusablePath(String)

  var description: String {
    switch self {
    case .notBuilt(let product):
      """
      lib\(product).so is not beside the command and can't be built here; run this in a package \
      that depends on Tidemark
      """
    case .unusablePath(let path):
      "\(path) can't be loaded into a program, as its path contains a space or a colon; move it"
    }
  }
}
