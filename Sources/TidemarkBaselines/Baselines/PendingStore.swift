/// The figures that rose and wait for a decision, in `.tidemark/pending` of the package.
package struct PendingStore: Hashable, Sendable {
  /// The store of the baselines that accepted figures go to.
  package let baselines: BaselineStore
  /// The folder.
  package var folder: String { "\(baselines.root)/.tidemark/pending" }

  /// Creates the store that belongs to a package's baselines.
  package init(baselines: BaselineStore) {
    self.baselines = baselines
  }

  /// Writes the figures of tests that rose; what was pending for them before is replaced.
  ///
  /// - Parameter runs: All measurements of these tests, re-runs included.
  package func write(_ runs: [TestMeasurement], environment: Environment) throws {
    let tests = Dictionary(grouping: runs, by: \.identity).map { test, runs in
      PendingTest(identity: test, environment: environment, runs: runs)
    }
    for (suite, tests) in Dictionary(grouping: tests, by: \.suite) {
      try update(suite) { pending in
        for test in tests {
          pending.removeAll {
            $0.identity == test.identity
              && $0.environment.boundedKey == test.environment.boundedKey
          }
          pending.append(test)
        }
      }
    }
  }

  /// Returns what is pending, sorted by test.
  ///
  /// - Parameter pattern: The tests, or nil for all.
  package func list(_ pattern: TestPattern? = nil) throws -> [PendingTest] {
    try BaselineStore.suites(in: folder).flatMap { suite in
      try load(suite).filter { pattern?.matches($0.identity) ?? true }
    }
    .sorted { ($0.identity, $0.environment.boundedKey) < ($1.identity, $1.environment.boundedKey) }
  }

  /// Forgets the pending figures of some tests.
  ///
  /// - Returns: The tests that were pending.
  @discardableResult
  package func reject(_ pattern: TestPattern? = nil) throws -> [PendingTest] {
    let rejected = try list(pattern)
    try remove(rejected)
    return rejected
  }

  /// Forgets the pending figures of tests that no longer leave their marks in an environment.
  package func clear(_ tests: Set<TestIdentity>, environment: Environment) throws {
    try remove(
      list().filter {
        tests.contains($0.identity) && $0.environment.boundedKey == environment.boundedKey
      })
  }

  /// Forgets exactly these figures.
  package func remove(_ tests: [PendingTest]) throws {
    for (suite, tests) in Dictionary(grouping: tests, by: \.suite) {
      // Only what was listed: a test that rose again meanwhile stays pending.
      try update(suite) { pending in pending.removeAll(where: tests.contains) }
    }
  }

  private func path(of suite: BaselineStore.Suite) -> String {
    "\(folder)/\(FileName.escape(suite.target))/\(FileName.escape(suite.name)).json"
  }

  private func load(_ suite: BaselineStore.Suite) throws -> [PendingTest] {
    let path = path(of: suite)
    guard let bytes = try Files.read(path) else { return [] }
    return try PendingFile(parsing: bytes, path: path).pending
  }

  private func update(
    _ suite: BaselineStore.Suite, _ change: (inout [PendingTest]) -> Void
  ) throws {
    try baselines.lock.withLock {
      let path = path(of: suite)
      var pending = try load(suite)
      change(&pending)
      if pending.isEmpty {
        try Files.remove(path)
        Files.removeFolderIfEmpty(Files.parent(of: path))
      } else {
        try Files.replace(path, with: PendingFile(encoding: pending).bytes())
      }
    }
  }
}
