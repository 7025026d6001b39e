extension JSONReport {
  /// Why a report could not be taken for what it says.
  package enum Unreadable: Error, Hashable, CustomStringConvertible {
    /// The format is not one that this code knows.
    case format(Int)
    /// A field holds a word that this code does not know.
    case word(field: String, value: String)

    /// What is wrong and what to do.
    package var description: String {
      switch self {
      case .format(let format):
        "the report has format \(format), and this tidemark reads \(JSONReport.currentFormat): "
          + "use the version that wrote it"
      case .word(let field, let value):
        "\(field) says “\(value)”, which this tidemark does not know: update it"
      }
    }
  }
}

extension Report {
  /// Converts what was read back.
  ///
  /// Figures of metrics that this code does not know are dropped; a finding of one is refused, as
  /// dropping it would turn a regression into a clean run.
  package init(decoding json: JSONReport) throws {
    guard json.format == JSONReport.currentFormat else {
      throw JSONReport.Unreadable.format(json.format)
    }
    self.init(
      environment: json.environment.map(Environment.init(decoding:)),
      outcomes: try json.tests.map(TestOutcome.init(decoding:)),
      coverage: try json.coverage.map { coverage in
        Coverage(
          library: try known(coverage.library, "coverage.library"), measured: coverage.measured,
          ran: coverage.ran)
      },
      unattributed: Unattributed(decoding: json.unattributed),
      losses: json.losses.map(Loss.init(decoding:)), problems: json.problems,
      orphans: json.orphans, testsFailed: json.testsFailed)
  }
}

/// Returns the case that a word stands for.
private func known<Word: RawRepresentable<String>>(
  _ value: String, _ field: String
) throws -> Word {
  guard let word = Word(rawValue: value) else {
    throw JSONReport.Unreadable.word(field: field, value: value)
  }
  return word
}

private func metric(_ name: String, _ field: String) throws -> Metric {
  guard let metric = Metric(name: name) else {
    throw JSONReport.Unreadable.word(field: field, value: name)
  }
  return metric
}

/// Returns the entries whose metric is known.
private func known<Value>(_ values: [String: Value]) -> [Metric: Value] {
  values.reduce(into: [:]) { result, entry in
    if let metric = Metric(name: entry.key) { result[metric] = entry.value }
  }
}

extension TestOutcome {
  fileprivate init(decoding json: JSONTest) throws {
    let location = json.file.flatMap { file in
      json.line.map { TestLocation(file: file, line: $0) }
    }
    let measurement = TestMeasurement(
      identity: TestIdentity(target: json.target, suite: json.suite, name: json.name),
      library: try known(json.library, "tests.library"), location: location,
      usage: try Usage(decoding: json.usage),
      limits: try json.limits.map { limit in
        Limit(
          metric: try metric(limit.metric, "limits.metric"), lowest: limit.lowest,
          highest: limit.highest)
      }, usesBaseline: json.usesBaseline)
    var confirmation: Confirmation?
    if let persisted = json.confirmed, let runs = json.reruns {
      confirmation = Confirmation(persisted: persisted, runs: runs)
    }
    self.init(
      measurement: measurement, status: try known(json.status, "tests.status"),
      findings: try json.findings.map(Finding.init(decoding:)),
      notCompared: known(json.notCompared), notes: json.notes, confirmation: confirmation,
      repeats: try (json.repeats ?? []).map(Usage.init(decoding:)),
      environment: json.environment.map(Environment.init(decoding:)))
  }
}

extension Environment {
  fileprivate init(decoding json: JSONEnvironment) {
    self.init(
      platform: json.platform, swift: json.swift, configuration: json.configuration,
      mode: json.mode, poolWidth: json.poolWidth)
  }
}

extension Finding {
  fileprivate init(decoding json: JSONFinding) throws {
    self.init(
      metric: try TidemarkBaselines.metric(json.metric, "findings.metric"),
      direction: try known(json.direction, "findings.direction"),
      baseline: Band(json.low, json.high), measured: json.measured, bound: json.bound,
      rule: json.rule, stability: try known(json.stability, "findings.stability"),
      causes: (json.causes ?? []).compactMap { cause in
        Metric(name: cause.metric).map { metric in
          Cause(
            metric: metric, frames: cause.frames.map(SourceFrame.init(decoding:)),
            count: cause.count, reference: cause.reference,
            alternatives: (cause.alternatives ?? []).map(SourceFrame.init(decoding:)))
        }
      })
  }
}

extension Usage {
  fileprivate init(decoding json: JSONUsage) throws {
    self.init(
      figures: known(json.figures).mapValues(Figure.init(decoding:)),
      leakedTasks: try json.leakedTasks.map { task in
        LeakedTask(
          id: task.id, name: task.name, state: try known(task.state, "leakedTasks.state"),
          waitsFor: try task.waitsFor.map { try known($0, "leakedTasks.waitsFor") }, age: task.age,
          createdAt: task.createdAt.map(SourceFrame.init(decoding:)))
      },
      leakedThreads: json.leakedThreads.map { thread in
        LeakedThread(
          id: thread.id, name: thread.name,
          createdAt: thread.createdAt.map(SourceFrame.init(decoding:)))
      },
      leakedFiles: json.leakedFiles.map {
        LeakedFile(descriptor: $0.descriptor, target: $0.target)
      },
      callSites: (json.callSites ?? []).compactMap { site in
        Metric(name: site.metric).map { metric in
          CallSite(
            metric: metric, frames: site.frames.map(SourceFrame.init(decoding:)),
            count: site.count, bytes: site.bytes ?? 0)
        }
      },
      unattributed: Unattributed(decoding: json.unattributed),
      losses: json.losses.map(Loss.init(decoding:)), ranAlone: json.ranAlone)
  }
}

extension Figure {
  fileprivate init(decoding json: JSONFigure) {
    switch (json.value, json.shared) {
    case (let value?, true?): self = .shared(value)
    case (let value?, _): self = .measured(value)
    case (nil, _): self = .unavailable(reason: json.unavailable ?? "no reason was given")
    }
  }
}

extension Unattributed {
  fileprivate init(decoding json: JSONUnattributed) {
    self.init(tasks: json.tasks, allocations: json.allocations, bytes: json.bytes)
  }
}

extension Loss {
  fileprivate init(decoding json: JSONLoss) { self.init(what: json.what, count: json.count) }
}

extension SourceFrame {
  fileprivate init(decoding json: JSONFrame) {
    self.init(symbol: json.symbol, file: json.file, line: json.line, image: json.image)
  }
}
