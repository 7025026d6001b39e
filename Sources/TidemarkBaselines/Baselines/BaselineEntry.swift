/// The marks of one test.
public struct BaselineEntry: Hashable, Sendable {
  /// The marks of exact metrics, which hold on every machine.
  public var exact: [Metric: Int]
  /// The marks of the other metrics, under the key of the environment they were taken in.
  public var environments: [String: [Metric: Band]]
  /// The exact metrics that are held against a band for this test, with the reason.
  public var demoted: [Metric: String]
  /// What each function did when the marks were taken, under the key of the environment.
  ///
  /// This is the reference by which the cause of a rise is found; it never fails a test.
  public var sites: [String: [Metric: SiteCounts]]
  /// What the file holds and this version does not know, at the place where it stood.
  package var unknown: JSONObject

  /// Creates an entry.
  public init(
    exact: [Metric: Int] = [:], environments: [String: [Metric: Band]] = [:],
    demoted: [Metric: String] = [:], sites: [String: [Metric: SiteCounts]] = [:]
  ) {
    self.exact = exact
    self.environments = environments
    self.demoted = demoted
    self.sites = sites
    unknown = JSONObject()
  }

  /// Returns how a metric is compared for this test, which a demotion changes.
  public func stability(of metric: Metric) -> Stability {
    metric.stability == .exact && demoted[metric] != nil ? .bounded : metric.stability
  }
}
