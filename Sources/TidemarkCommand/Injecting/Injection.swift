import TidemarkBaselines

/// Whether the agent can be loaded into a program, as far as its file tells.
enum Injection: Hashable {
  case possible
  /// The program runs as it is, and why.
  case impossible(String)

  /// Looks at the file of a program.
  static func examine(
    _ path: String, machine: UInt16, variables: [String: String]
  ) -> Injection {
    guard let bytes = try? Files.read(path) else {
      return .impossible("\(path) can't be read, so that nobody knows what it is made of")
    }
    if bytes.starts(with: Array("#!".utf8)) {
      return .impossible("\(path) is a script; run the program that it starts")
    }
    if path.split(separator: "/").last == "swift" {
      return .impossible(
        "swift starts the program, and only what is named here is watched; name what it has built, such as "
          + ".build/debug/server")
    }
    guard let file = ElfFile(bytes), file.machine == machine else {
      return .impossible("\(path) is no program of this machine's own kind")
    }
    guard file.interpreter != nil else {
      return .impossible("\(path) is linked statically, so that nothing can be loaded into it")
    }
    if isNeeded(file.needed) { return .possible }
    let libraries = Libraries(of: file, at: path, variables: variables)
    if isNeeded(libraries.found) { return .possible }
    if libraries.found.union(file.needed).contains(core) {
      return .impossible("\(path) does not use Swift's concurrency; there is nothing to see")
    }
    if file.hasSwift {
      return .impossible(
        """
        the Swift runtime is linked statically into \(path); build it without \
        --static-swift-stdlib to see its tasks
        """)
    }
    if !libraries.unknown.isEmpty {
      let names = FigureText.some(libraries.unknown.sorted(), limit: 3)
      return .impossible(
        "\(path) needs \(names), not found, which may or may not bring the Swift runtime along")
    }
    return .impossible("\(path) is not linked to the Swift runtime; there is nothing to see")
  }

  private static let core = "libswiftCore.so"

  private static func isNeeded(_ names: some Sequence<String>) -> Bool {
    let names = Set(names)
    return names.contains(core) && names.contains("libswift_Concurrency.so")
  }
}
