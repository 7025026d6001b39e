public import TidemarkBaselines

/// Measures what a piece of work uses, and what it leaves behind once it has settled.
///
/// - Parameters:
///   - settling: How long to wait for what is left before it counts as leaked.
///   - rules: The leaks that are known and accepted.
///   - work: The work to measure.
/// - Returns: The figures of every metric.
/// - Throws: What the work throws; then there is no measurement.
public func measureUsage<Result>(
  settling: Settling = Settling(), ignoring rules: [IgnoreRule] = [],
  _ work: () throws -> Result
) rethrows -> Usage {
  let bracket = Bracket.open()
  do {
    _ = try work()
  } catch {
    bracket.leave()
    _ = bracket.close(ignoring: rules)
    throw error
  }
  bracket.leave()
  _ = settling.settleBlocking { bracket.isSettled(ignoring: rules) }
  return bracket.close(ignoring: rules)
}

/// Measures what a piece of asynchronous work uses, and what it leaves behind once it has settled.
///
/// - Parameters:
///   - settling: How long to wait for what is left before it counts as leaked.
///   - rules: The leaks that are known and accepted.
///   - isolation: The actor to stay on.
///   - work: The work to measure.
/// - Returns: The figures of every metric.
/// - Throws: What the work throws; then there is no measurement.
public func measureUsage<Result>(
  settling: Settling = Settling(), ignoring rules: [IgnoreRule] = [],
  isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Result
) async rethrows -> Usage {
  let bracket = Bracket.open()
  do {
    _ = try await work()
  } catch {
    bracket.leave()
    _ = bracket.close(ignoring: rules)
    throw error
  }
  bracket.leave()
  _ = await settling.settle { bracket.isSettled(ignoring: rules) }
  return bracket.close(ignoring: rules)
}
