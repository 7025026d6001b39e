import TidemarkBaselines

/// Decides which tests are run again, and what the re-runs make of a finding.
struct Confirming {
  private let report: Report
  private var reruns: [TestIdentity: [TestMeasurement]] = [:]
  private var problems: [String] = []
  private var testsFailed = false
  private var rounds = 0
  /// The tests whose rises showed only while they ran without the others.
  private var level: Set<TestIdentity> = []
  /// Why a round of all tests told nothing of some.
  private var silence: [TestIdentity: String] = [:]
  /// The tests that were in question when a re-run hung, which leaves them without an answer.
  private var unanswered: Set<TestIdentity> = []
  private let confirm: Int
  private let isNarrowed: Bool

  /// Creates a confirmation by a number of re-runs.
  ///
  /// A figure that varies from run to run may pass its mark a few times in a row by chance, so a
  /// test is run again up to three times as often, unless an exact figure has risen to the same
  /// height in every run.
  ///
  /// - Parameters:
  ///   - report: The report of the first run.
  ///   - confirm: How often a test is run again when an exact figure is steady.
  ///   - isNarrowed: Whether the first run left out tests that a re-run of all has.
  init(_ report: Report, confirm: Int, isNarrowed: Bool = false) {
    self.report = report
    self.confirm = confirm
    self.isNarrowed = isNarrowed
  }

  /// How many rounds of re-runs there may be.
  var limit: Int { 3 * confirm }

  /// Whether all tests are run in a round, the first being 0.
  ///
  /// A test that runs alone pays for what a process makes once, such as the caches of a library,
  /// every time; what is left in the last round has to show where others pay as well. When the user
  /// chose some tests, no run before has had the others, so that no rise, not even of an exact
  /// figure, is confirmed without a round of all.
  func runsAll(_ round: Int) -> Bool {
    round == limit - 1 || isNarrowed && round == confirm - 1
  }

  /// Whether a round runs tests that the user did not choose.
  func isWider(_ round: Int) -> Bool { isNarrowed && runsAll(round) }

  /// Whether a re-run had no figure to compare, since other tests ran beside.
  var hasSilence: Bool {
    report.outcomes.contains { outcome in
      guard outcome.status == .risen else { return false }
      let runs = reruns[outcome.measurement.identity] ?? []
      return outcome.findings.contains { finding in
        finding.isFailure
          && runs.contains {
            if case .shared? = $0.usage.figures[finding.metric] { true } else { false }
          }
      }
    }
  }

  /// Whether a round of all tests has to run them one at a time: a test in question ran alone, and what
  /// it is in question for is another figure beside others.
  var needsSolitude: Bool {
    let open = Set(open.map(\.identity))
    return report.outcomes.contains { outcome in
      open.contains(outcome.measurement.identity) && outcome.measurement.usage.ranAlone
        && outcome.findings.contains { $0.isFailure && $0.metric.needsSolitude }
    }
  }

  /// The tests that have to be run again: one run within the bound has cleared the others.
  var open: [TestMeasurement] {
    if report.testsFailed || !unanswered.isEmpty { return [] }
    return report.outcomes.filter { $0.status == .risen }.filter { outcome in
      let outcome = confirmed(outcome)
      guard outcome.status == .risen || outcome.status == .noVerdict else { return false }
      return rounds < confirm || !hasSteadyRise(outcome)
    }
    .map(\.measurement)
  }

  /// Returns whether an exact figure has risen and was the same in every run.
  private func hasSteadyRise(_ outcome: TestOutcome) -> Bool {
    let runs = [outcome.measurement] + (reruns[outcome.measurement.identity] ?? [])
    return outcome.findings.contains { finding in
      finding.isFailure && finding.stability == .exact
        && Set(runs.map { $0.usage[finding.metric] }).count == 1
    }
  }

  /// Takes a re-run into account.
  ///
  /// A test that fails has no figures. Those of the others count: a test that fails now and then by
  /// itself must not hide what the re-runs confirm.
  mutating func add(_ results: RunResults, status: ChildStatus, name: String) {
    if isWider(rounds) { return addAll(results, name: name) }
    // What this run was asked to measure, before it counts as made.
    let wanted = Set(open.map(\.identity))
    rounds += 1
    switch status {
    case .exited(let code):
      if code != 0 {
        testsFailed = true
        problems.append("\(name): tests failed, which they did not in the first run")
      }
      problems += results.problems.map { "\(name): \($0)" }
      for test in results.measured where wanted.contains(test.measurement.identity) {
        reruns[test.measurement.identity, default: []].append(test.measurement)
      }
    case .signalled(let number):
      let signal = ChildStatus.name(ofSignal: number)
      problems.append("\(name): swift test was killed by \(signal); run the command again")
    }
  }

  /// Takes into account that a re-run hung, after which there are no others.
  mutating func hang(_ summary: String, name: String) {
    unanswered = Set(open.map(\.identity))
    rounds += 1
    problems.append("\(name): \(summary)")
  }

  /// Takes a round of all tests into account, the user's choice or not.
  ///
  /// What goes wrong in the others is not what was asked for: a test that passes among them has its
  /// figures, and one that is not reached has no verdict.
  private mutating func addAll(_ results: RunResults, name: String) {
    let wanted = open.map(\.identity)
    rounds += 1
    let measured = Dictionary(
      results.measured.map { ($0.measurement.identity, $0.measurement) }
    ) { first, _ in first }
    for test in wanted {
      guard let measurement = measured[test], tells(measurement) else {
        silence[test] = name
        continue
      }
      silence[test] = nil
      reruns[test, default: []].append(measurement)
    }
    let open = Set(self.open.map(\.identity))
    level.formUnion(wanted.filter { !open.contains($0) && silence[$0] == nil })
  }

  /// Returns whether a measurement has a figure for something that is in question.
  private func tells(_ measurement: TestMeasurement) -> Bool {
    guard measurement.usage.losses.isEmpty else { return false }
    return report.outcomes.contains { outcome in
      outcome.measurement.identity == measurement.identity
        && outcome.findings.contains { finding in
          let isAlike =
            measurement.usage.ranAlone || !outcome.measurement.usage.ranAlone
            || !finding.metric.needsSolitude
          guard finding.isFailure, isAlike,
            case .measured? = measurement.usage.figures[finding.metric]
          else { return false }
          return true
        }
    }
  }

  /// The report with what the re-runs say.
  var result: Report {
    var result = report
    result.outcomes = report.outcomes.map(confirmed)
    result.problems += problems
    let isConfirmed = result.outcomes.contains { $0.status == .risen }
    result.testsFailed = report.testsFailed || (testsFailed && !isConfirmed)
    return result
  }

  private func confirmed(_ outcome: TestOutcome) -> TestOutcome {
    guard outcome.status == .risen, rounds > 0 else { return outcome }
    let test = outcome.measurement.identity
    let runs = reruns[test] ?? []
    var outcome = Comparison.confirm(first: outcome, reruns: runs)
    if unanswered.contains(test) {
      outcome.status = .noVerdict
      let risen = outcome.findings.filter(\.isFailure).map { "\($0.metric.name) to \($0.measured)" }
      outcome.notes.append(
        "\(risen.joined(separator: ", ")) had risen, and the tests hung when it was run again, so that is "
          + "not confirmed")
    } else if runs.isEmpty, silence[test] == nil {
      outcome.status = .noVerdict
      outcome.notes.append("no re-run measured the test, so the rise is not confirmed")
    } else if outcome.status == .risen, let name = silence[test] {
      outcome.status = .noVerdict
      outcome.notes.append(
        "\(name) did not measure what has risen, and a test that is run without the others pays "
          + "for what they set up; run the check without a filter")
    } else if outcome.status == .unconfirmed, level.contains(test) {
      outcome.notes.append(
        "within its mark when all tests are run: without the others, a test pays for what they set "
          + "up, and is scheduled differently")
    }
    return outcome
  }
}
