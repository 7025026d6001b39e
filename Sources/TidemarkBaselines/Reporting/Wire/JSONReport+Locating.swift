extension JSONReport {
  /// Returns the report with every source file replaced.
  ///
  /// Saved files are relative to the package. To tell the package's own code from others' again,
  /// the reader puts its own root in front.
  package func locating(_ locate: (String) -> String) -> JSONReport {
    var report = self
    for index in report.tests.indices { report.tests[index].locate(locate) }
    return report
  }
}

extension JSONTest {
  fileprivate mutating func locate(_ locate: (String) -> String) {
    file = file.map(locate)
    usage.locate(locate)
    for index in findings.indices {
      for cause in (findings[index].causes ?? []).indices {
        findings[index].causes?[cause].frames.locate(locate)
        findings[index].causes?[cause].alternatives?.locate(locate)
      }
    }
    for index in (repeats ?? []).indices { repeats?[index].locate(locate) }
  }
}

extension JSONUsage {
  fileprivate mutating func locate(_ locate: (String) -> String) {
    for index in leakedTasks.indices { leakedTasks[index].createdAt.locate(locate) }
    for index in leakedThreads.indices { leakedThreads[index].createdAt.locate(locate) }
    for index in (callSites ?? []).indices { callSites?[index].frames.locate(locate) }
  }
}

extension [JSONFrame] {
  fileprivate mutating func locate(_ locate: (String) -> String) {
    for index in indices { self[index].file = self[index].file.map(locate) }
  }
}
