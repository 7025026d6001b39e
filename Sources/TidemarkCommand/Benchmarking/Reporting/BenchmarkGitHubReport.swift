import TidemarkBaselines

/// Draws a comparison as workflow commands, one for each benchmark that fails it.
struct BenchmarkGitHubReport {
  /// Returns one command on a line each, and nothing for a clean comparison.
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
    return GitHubReport.capped(errors).map { $0.text + "\n" }.joined()
  }
}
