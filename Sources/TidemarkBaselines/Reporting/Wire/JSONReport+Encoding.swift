extension JSONReport {
  /// Converts a report; paths below the package's root are made relative to it.
  package init(encoding report: Report, root: String? = nil) {
    let paths = SourcePaths(root: root)
    format = Self.currentFormat
    verdict = report.exitStatus.name
    exitStatus = report.exitStatus.rawValue
    counts = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.key.rawValue, $0.value) })
    environment = report.environment.map(JSONEnvironment.init(encoding:))
    tests = report.sortedOutcomes.map { JSONTest(encoding: $0, paths: paths) }
    coverage = report.coverage.map {
      JSONCoverage(library: $0.library.rawValue, measured: $0.measured, ran: $0.ran)
    }
    unattributed = JSONUnattributed(encoding: report.unattributed)
    losses = report.losses.map(JSONLoss.init(encoding:))
    problems = report.problems
    orphans = report.orphans.sorted()
    testsFailed = report.testsFailed
  }
}

extension JSONEnvironment {
  init(encoding environment: Environment) {
    self.init(
      platform: environment.platform, swift: environment.swift,
      configuration: environment.configuration, mode: environment.mode,
      poolWidth: environment.poolWidth)
  }
}

extension JSONUnattributed {
  init(encoding value: Unattributed) {
    self.init(tasks: value.tasks, allocations: value.allocations, bytes: value.bytes)
  }
}

extension JSONLoss {
  init(encoding loss: Loss) { self.init(what: loss.what, count: loss.count) }
}

extension JSONTest {
  init(encoding outcome: TestOutcome, paths: SourcePaths) {
    let measurement = outcome.measurement
    let notCompared = outcome.notCompared.map { ($0.key.name, $0.value) }
    self.init(
      target: measurement.identity.target, suite: measurement.identity.suite,
      name: measurement.identity.name, library: measurement.library.rawValue,
      file: measurement.location.map { paths.shorten($0.file) }, line: measurement.location?.line,
      status: outcome.status.rawValue,
      findings: outcome.findings.map { JSONFinding(encoding: $0, paths: paths) },
      notCompared: Dictionary(uniqueKeysWithValues: notCompared), notes: outcome.notes,
      confirmed: outcome.confirmation?.persisted, reruns: outcome.confirmation?.runs,
      limits: measurement.limits.map(JSONLimit.init(encoding:)),
      usesBaseline: measurement.usesBaseline,
      usage: JSONUsage(encoding: measurement.usage, paths: paths),
      repeats: outcome.repeats.isEmpty
        ? nil : outcome.repeats.map { JSONUsage(encoding: $0, paths: paths) },
      environment: outcome.environment.map(JSONEnvironment.init(encoding:)))
  }
}

extension JSONFinding {
  init(encoding finding: Finding, paths: SourcePaths) {
    self.init(
      metric: finding.metric.name, direction: finding.direction.rawValue,
      low: finding.baseline.low, high: finding.baseline.high, measured: finding.measured,
      bound: finding.bound, rule: finding.rule, stability: finding.stability.rawValue,
      causes: finding.causes.isEmpty
        ? nil
        : finding.causes.map { cause in
          JSONCause(
            metric: cause.metric.name, count: cause.count, reference: cause.reference,
            frames: cause.frames.map { JSONFrame(encoding: $0, paths: paths) },
            alternatives: cause.alternatives.isEmpty
              ? nil : cause.alternatives.map { JSONFrame(encoding: $0, paths: paths) })
        })
  }
}

extension JSONLimit {
  init(encoding limit: Limit) {
    self.init(metric: limit.metric.name, lowest: limit.lowest, highest: limit.highest)
  }
}

extension JSONUsage {
  init(encoding usage: Usage, paths: SourcePaths) {
    func frames(_ frames: [SourceFrame]) -> [JSONFrame] {
      frames.map { JSONFrame(encoding: $0, paths: paths) }
    }
    let figures = usage.figures.map { ($0.key.name, JSONFigure(encoding: $0.value)) }
    self.init(
      figures: Dictionary(uniqueKeysWithValues: figures),
      leakedTasks: usage.leakedTasks.map { task in
        JSONTask(
          id: task.id, name: task.name, state: task.state.rawValue,
          waitsFor: task.waitsFor?.rawValue, age: task.age, createdAt: frames(task.createdAt))
      },
      leakedThreads: usage.leakedThreads.map {
        JSONThread(id: $0.id, name: $0.name, createdAt: frames($0.createdAt))
      },
      leakedFiles: usage.leakedFiles.map {
        JSONFile(descriptor: $0.descriptor, target: $0.target)
      },
      callSites: usage.callSites.isEmpty
        ? nil
        : usage.callSites.map {
          JSONSite(
            metric: $0.metric.name, frames: frames($0.frames), count: $0.count,
            bytes: $0.bytes == 0 ? nil : $0.bytes)
        },
      unattributed: JSONUnattributed(encoding: usage.unattributed),
      losses: usage.losses.map(JSONLoss.init(encoding:)), ranAlone: usage.ranAlone)
  }
}

extension JSONFigure {
  init(encoding figure: Figure) {
    switch figure {
    case .measured(let value): self.init(value: value)
    case .shared(let value): self.init(value: value, shared: true)
    case .unavailable(let reason): self.init(unavailable: reason)
    }
  }
}

extension JSONFrame {
  init(encoding frame: SourceFrame, paths: SourcePaths) {
    self.init(
      symbol: frame.symbol, file: frame.file.map(paths.shorten), line: frame.line,
      image: frame.image)
  }
}
