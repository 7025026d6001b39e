#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// The `Baselines` folder of a package: finds it, reads it, and changes it without a moment in
/// which a file is half written.
package struct BaselineStore: Hashable, Sendable {
  /// One suite's place in the folder.
  package struct Suite: Hashable, Sendable {
    package var target: String
    package var name: String

    package init(target: String, name: String) {
      self.target = target
      self.name = name
    }
  }

  /// The variable of the environment that names the folder.
  package static let variable = "TIDEMARK_BASELINES"

  /// The folder of the package.
  package let root: String
  /// The folder of the baselines.
  package let folder: String

  /// Creates a store.
  package init(root: String, folder: String? = nil) {
    self.root = root
    self.folder = folder ?? "\(root)/Baselines"
  }

  /// Finds the baselines by walking up from a source file or folder to the first `Package.swift`.
  ///
  /// - Parameter override: The folder to use instead; by default, what `TIDEMARK_BASELINES` says.
  package static func locate(
    from path: String, override: String? = getenv(variable).map { String(cString: $0) }
  ) throws(BaselineStoreError) -> BaselineStore {
    var root: String?
    var candidate = path
    while true {
      if Files.exists("\(candidate)/Package.swift") {
        root = candidate
        break
      }
      let parent = Files.parent(of: candidate)
      if parent == candidate { break }
      candidate = parent
    }
    if let override, !override.isEmpty {
      return BaselineStore(root: root ?? Files.parent(of: override), folder: override)
    }
    guard let root else { throw BaselineStoreError.noPackage(path) }
    return BaselineStore(root: root)
  }

  /// Returns the path of a suite's file.
  package func path(of suite: Suite) -> String {
    "\(folder)/\(FileName.escape(suite.target))/\(FileName.escape(suite.name)).json"
  }

  /// Returns the content of a suite's file, or nil when there is none.
  package func load(_ suite: Suite) throws -> Baseline? {
    let path = path(of: suite)
    guard let bytes = try Self.read(path) else { return nil }
    return try Baseline(parsing: bytes, path: path)
  }

  /// Returns what is wrong with a suite's file that has metrics of which this version knows nothing.
  ///
  /// They are kept when the file is written, but nothing can be held against them.
  package func complaint(about baseline: Baseline, of suite: Suite) throws -> BaselineError? {
    guard let place = baseline.unknownPlace else { return nil }
    let path = path(of: suite)
    let line = try Self.read(path).flatMap { JSONParser.line(of: place.key, in: $0) }
    return BaselineError(path: path, problem: .unknownMetric(place.metric, line: line ?? 1))
  }

  /// Returns the policy of the repository, or the defaults when there is no file.
  package func loadPolicy() throws -> Policy {
    let path = "\(folder)/policy.json"
    do {
      guard let bytes = try Self.read(path) else { return Policy() }
      return try Policy(parsing: bytes, path: path)
    } catch let error as BaselineError {
      throw PolicyError(path: path, problems: [error.remark])
    }
  }

  /// Returns the suites that have a file, sorted by target and name.
  package func suites() throws -> [Suite] {
    try Self.suites(in: folder)
  }

  /// Changes one suite's file; other processes wait meanwhile.
  ///
  /// A file that would not change is not written, and one without tests is removed.
  ///
  /// - Returns: Whether there was a change.
  @discardableResult
  package func update(_ suite: Suite, _ change: (inout Baseline) throws -> Void) throws -> Bool {
    try lock.withLock {
      let path = path(of: suite)
      let old = try load(suite)
      var new = old ?? Baseline()
      try change(&new)
      if new == old ?? Baseline() { return false }
      if new.entries.isEmpty, new.unknown.isEmpty {
        try Files.remove(path)
        Files.removeFolderIfEmpty(Files.parent(of: path))
      } else {
        try Files.replace(path, with: new.bytes)
      }
      return true
    }
  }

  /// Removes the marks of tests.
  ///
  /// - Returns: The tests that had some.
  @discardableResult
  package func remove(_ tests: some Sequence<TestIdentity>) throws -> [TestIdentity] {
    var removed: [TestIdentity] = []
    let suites = Dictionary(grouping: tests) { Suite(target: $0.target, name: $0.suite) }
    for (suite, tests) in suites.sorted(by: { $0.value[0] < $1.value[0] }) {
      try update(suite) { baseline in
        for test in tests where baseline.entries.removeValue(forKey: test.name) != nil {
          removed.append(test)
        }
      }
    }
    return removed
  }

  /// The lock of everything that is written in the package.
  var lock: FileLock { FileLock(path: "\(root)/.tidemark/lock") }

  static func read(_ path: String) throws -> [UInt8]? {
    try Files.read(path, limit: Baseline.maximumSize) { size in
      BaselineError(path: path, problem: .tooLarge(bytes: size))
    }
  }

  static func suites(in folder: String) throws -> [Suite] {
    var suites: [Suite] = []
    for directory in try Files.names(in: folder) where !directory.hasSuffix(".json") {
      guard let target = FileName.unescape(directory) else { continue }
      for file in try Files.names(in: "\(folder)/\(directory)") where file.hasSuffix(".json") {
        if let name = FileName.unescape(file.dropLast(5)) {
          suites.append(Suite(target: target, name: name))
        }
      }
    }
    return suites
  }
}
