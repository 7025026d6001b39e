public import Tidemark
private import XCTest

// swift-format-ignore: AlwaysUseLowerCamelCase
/// Asserts that a piece of work keeps a metric in a range.
///
/// - Parameters:
///   - metric: The metric to look at.
///   - range: The range it has to stay in, for example `...12`.
///   - settling: How long to wait for what is left before it counts as leaked.
///   - rules: The leaks that are known and accepted.
///   - file: The file of the failure.
///   - line: The line of the failure.
///   - work: The work to measure.
/// - Throws: What the work throws.
public func XCTAssertUsage<Result>(
  _ metric: Metric, _ range: some RangeExpression<Int>, settling: Settling = Settling(),
  ignoring rules: [IgnoreRule] = [], file: StaticString = #filePath, line: UInt = #line,
  _ work: () throws -> Result
) rethrows {
  let usage = try measureUsage(settling: settling, ignoring: rules, work)
  if let breach = Limit(metric, range).breach(by: usage) {
    XCTFail(breach, file: file, line: line)
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// Asserts that a piece of asynchronous work keeps a metric in a range.
///
/// - Parameters:
///   - metric: The metric to look at.
///   - range: The range it has to stay in, for example `...12`.
///   - settling: How long to wait for what is left before it counts as leaked.
///   - rules: The leaks that are known and accepted.
///   - isolation: The actor to stay on.
///   - file: The file of the failure.
///   - line: The line of the failure.
///   - work: The work to measure.
/// - Throws: What the work throws.
public func XCTAssertUsage<Result>(
  _ metric: Metric, _ range: some RangeExpression<Int>, settling: Settling = Settling(),
  ignoring rules: [IgnoreRule] = [], isolation: isolated (any Actor)? = #isolation,
  file: StaticString = #filePath, line: UInt = #line, _ work: () async throws -> Result
) async rethrows {
  let usage = try await measureUsage(settling: settling, ignoring: rules, work)
  if let breach = Limit(metric, range).breach(by: usage) {
    XCTFail(breach, file: file, line: line)
  }
}
