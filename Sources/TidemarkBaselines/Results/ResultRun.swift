/// What a test process says about itself before the first test.
package struct ResultRun: Hashable, Sendable {
  /// The process.
  package var pid: Int32
  /// The library that runs the tests, or nil when the process cannot tell.
  package var library: TestLibrary?
  /// What its figures depend on.
  package var environment: Environment
  /// The metrics that the process cannot measure, with the reason.
  package var unavailable: [Metric: String]
  /// What else the probe can do, for example `allocation sites`.
  package var capabilities: [String]
  /// The folder of the package under test, if known.
  package var packageRoot: String?

  package init(
    pid: Int32, library: TestLibrary? = nil, environment: Environment,
    unavailable: [Metric: String] = [:], capabilities: [String] = [], packageRoot: String? = nil
  ) {
    self.pid = pid
    self.library = library
    self.environment = environment
    self.unavailable = unavailable
    self.capabilities = capabilities
    self.packageRoot = packageRoot
  }
}
