extension Comparison {
  /// Returns an outcome after re-runs: a finding stays only when every re-run shows it again.
  ///
  /// Noise only ever adds, so the lowest figure of all runs is the best estimate, and one run
  /// within the bound clears a rise. The re-runs are held against the bound of the first run, so
  /// they may have run alone where the first ran among others. A re-run that has no figure of its
  /// own, or lost something, says nothing; when none says anything there is no verdict.
  ///
  /// - Parameters:
  ///   - first: The outcome with the findings in question.
  ///   - reruns: The measurements of the same test in fresh processes.
  public static func confirm(first: TestOutcome, reruns: [TestMeasurement]) -> TestOutcome {
    guard first.status == .risen, !reruns.isEmpty else { return first }
    let repeats = reruns.map(\.usage.bare)
    let reruns = reruns.filter { $0.usage.losses.isEmpty }
    var outcome = first
    outcome.repeats += repeats
    var kept: [Finding] = []
    var cleared: [(finding: Finding, persisted: Int, runs: Int)] = []
    var fewest: TestOutcome.Confirmation?
    var silent: [Metric] = []
    for finding in first.findings where finding.isFailure {
      let values = reruns.compactMap { rerun -> Int? in
        if case .measured(let value)? = rerun.usage.figures[finding.metric] { value } else { nil }
      }
      let persisted = values.count { finding.isExceeded(by: $0) }
      if values.isEmpty {
        silent.append(finding.metric)
      } else if persisted == values.count {
        var confirmed = finding
        let all = values + [finding.measured]
        confirmed.measured =
          (finding.direction == .risen ? all.min() : all.max()) ?? finding.measured
        kept.append(confirmed)
        if values.count < fewest?.runs ?? .max {
          fewest = TestOutcome.Confirmation(persisted: persisted, runs: values.count)
        }
      } else {
        cleared.append((finding, persisted, values.count))
      }
    }
    for metric in silent { outcome.notes.append("no re-run could measure \(metric.name)") }

    if !kept.isEmpty {
      outcome.findings =
        (kept + first.findings.filter { !$0.isFailure }).sorted(by: Finding.isWorse)
      outcome.confirmation = fewest
      for (finding, persisted, runs) in cleared {
        outcome.notes.append(
          "\(finding.metric.name) was \(finding.measured) once and did not stay there "
            + "(\(persisted) of \(runs) re-runs)")
      }
    } else if !silent.isEmpty {
      outcome.status = .noVerdict
    } else {
      outcome.status = .unconfirmed
      outcome.confirmation = cleared.map {
        TestOutcome.Confirmation(persisted: $0.persisted, runs: $0.runs)
      }.max { $0.persisted < $1.persisted }
    }
    if outcome.status == .risen {
      outcome.measurement.usage.takeCauses(from: reruns.map(\.usage))
    }
    return outcome
  }
}

extension Usage {
  /// The figures with what a verdict needs of them, and nothing that only explains them.
  fileprivate var bare: Usage {
    Usage(figures: figures, losses: losses, ranAlone: ranAlone)
  }

  /// Takes over what explains a rise: re-runs are asked for more detail than the first run.
  fileprivate mutating func takeCauses(from reruns: [Usage]) {
    leakedTasks = reruns.map(\.leakedTasks).first { !$0.isEmpty } ?? leakedTasks
    leakedThreads = reruns.map(\.leakedThreads).first { !$0.isEmpty } ?? leakedThreads
    leakedFiles = reruns.map(\.leakedFiles).first { !$0.isEmpty } ?? leakedFiles
    callSites = reruns.map(\.callSites).first { !$0.isEmpty } ?? callSites
  }
}

extension Finding {
  fileprivate func isExceeded(by value: Int) -> Bool {
    direction == .risen ? value > bound : value < bound
  }
}
