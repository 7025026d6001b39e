public import Testing
public import Tidemark

extension Trait where Self == UsageTrait {
  /// Measures a test, or every test of a suite, and holds it against its committed baseline.
  public static var tidemark: Self { UsageTrait(.baseline) }

  /// Fails a test when a metric leaves a range, for example `.limit(.tasksCreated, ...12)`.
  ///
  /// Limits add up: each one on the test and on its suites has to be kept.
  public static func limit(_ metric: Metric, _ range: some RangeExpression<Int>) -> Self {
    UsageTrait(.limit(Limit(metric, range)))
  }

  /// Accepts leaks that a function or a module creates, for the reason given.
  public static func ignoreLeaks(createdBy pattern: String, _ reason: String) -> Self {
    UsageTrait(.ignore(.createdBy(pattern, reason)))
  }

  /// Sets how long what is left of a test may take to go away before it counts as leaked.
  public static func settling(within limit: Duration) -> Self {
    UsageTrait(.settling(Settling(within: limit)))
  }
}
