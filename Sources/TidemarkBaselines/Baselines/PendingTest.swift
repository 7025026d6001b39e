/// A test whose figures rose and wait for a decision.
package struct PendingTest: Hashable, Sendable {
  /// The test.
  package var identity: TestIdentity
  /// Where the figures were taken.
  package var environment: Environment
  /// The measurements, re-runs included.
  package var runs: [TestMeasurement]

  package init(identity: TestIdentity, environment: Environment, runs: [TestMeasurement]) {
    self.identity = identity
    self.environment = environment
    self.runs = runs
  }

  var suite: BaselineStore.Suite {
    BaselineStore.Suite(target: identity.target, name: identity.suite)
  }
}
