import TidemarkBaselines

/// Draws a comparison as workflow commands: an error for each benchmark that fails it, a warning for
/// each whose slowdown was not confirmed.
struct BenchmarkGitHubReport {
  /// Returns one command on a line each, and nothing where there is nothing to say.
  func render(_ report: BenchmarkReport) -> String {
    var errors = report.failures.map { Annotation(.error, "Tidemark bench", $0) }
    errors += report.outcomes.filter(\.isRegression).map { outcome in
      let what = outcome.verdict == .slower ? "is slower" : "has risen"
      return Annotation(
        .error, BaselineText.printable("\(report.words(outcome.name)) \(what)"),
        BenchmarkWords.sentence(outcome))
    }
    if errors.isEmpty, report.exitStatus == .noVerdict {
      errors.append(Annotation(.error, "Tidemark bench", report.verdictWords))
    }
    let warnings = report.outcomes(.notConfirmed).filter { !$0.isRegression }.map { outcome in
      Annotation(
        .warning,
        BaselineText.printable("\(report.words(outcome.name)) was slower, which is not confirmed"),
        BenchmarkWords.sentence(outcome))
    }
    return (GitHubReport.capped(errors) + GitHubReport.capped(warnings)).map { $0.text + "\n" }
      .joined()
  }
}
