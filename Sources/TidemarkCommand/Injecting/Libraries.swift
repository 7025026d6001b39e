import TidemarkBaselines

/// Finds the libraries that a program loads when it starts, as the loader of glibc would.
struct Libraries {
  /// The names of those that were found, and of those that nobody knows.
  private(set) var found: Set<String> = []
  private(set) var unknown: Set<String> = []

  private let given: [String]
  private let system: [String]

  /// Follows what a program needs, and what that needs.
  init(of program: ElfFile, at path: String, variables: [String: String]) {
    given = (variables["LD_LIBRARY_PATH"] ?? "").split { $0 == ":" || $0 == ";" }.map(String.init)
    system = Self.systemFolders()
    var open = [(program, path)]
    while let (file, path) = open.popLast() {
      for name in file.needed where !found.contains(name) && !unknown.contains(name) {
        if let (library, place) = find(name, for: file, at: path, machine: program.machine) {
          found.insert(name)
          open.append((library, place))
        } else {
          unknown.insert(name)
        }
      }
    }
  }

  private func find(
    _ name: String, for file: ElfFile, at path: String, machine: UInt16
  ) -> (ElfFile, String)? {
    if name.contains("/") { return Self.open(name, machine: machine) }
    let origin = Files.parent(of: path)
    let own = file.runPath.map { folder in
      folder.replacing("$ORIGIN", with: origin).replacing("${ORIGIN}", with: origin)
    }
    for folder in own + given + system {
      if let library = Self.open("\(folder)/\(name)", machine: machine) { return library }
    }
    return nil
  }

  private static func open(_ path: String, machine: UInt16) -> (ElfFile, String)? {
    guard let bytes = try? Files.read(path), let file = ElfFile(bytes), file.machine == machine
    else { return nil }
    return (file, path)
  }

  /// Returns the folders in which the loader looks in the end, and those of its configuration.
  private static func systemFolders() -> [String] {
    var folders: [String] = []
    let names = (try? Files.allNames(in: "/etc/ld.so.conf.d"))?.sorted() ?? []
    for name in names where name.hasSuffix(".conf") {
      guard let bytes = try? Files.read("/etc/ld.so.conf.d/\(name)") else { continue }
      folders += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        .filter { $0.hasPrefix("/") }
    }
    return folders + ["/lib64", "/usr/lib64", "/lib", "/usr/lib"]
  }
}
