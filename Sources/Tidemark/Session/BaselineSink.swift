private import Foundation
package import TidemarkBaselines

/// Holds measurements against the committed baselines, or records them, in the test process itself.
///
/// This is what plain `swift test` does; under the command line a `ResultSink` takes its place.
///
/// It sees one run of a test, and nothing is run again. So an exact figure that rose fails the test,
/// and so does a limit in its code; figures that are held against a band vary, and one above its
/// band is only told, at the end, for `tidemark check` to confirm.
package final class BaselineSink: MeasurementSink {
  private struct State: Sendable {
    var stores: [String: BaselineStore] = [:]
    var baselines: [BaselineStore.Suite: Baseline] = [:]
    /// The policies, nil for one that cannot be used.
    var policies: [String: Policy?] = [:]
    var notes = ClosingNotes()
  }

  private let settings: SessionSettings
  private let isSanitized: Bool
  private let environments: [TestLibrary: Environment]
  private let state = Guarded(State())

  /// Creates a sink that does what the settings ask for.
  ///
  /// - Parameters:
  ///   - settings: What the environment asks for.
  ///   - isSanitized: Whether a sanitizer owns what some figures are taken from.
  package init(settings: SessionSettings, isSanitized: Bool = Bracket.isSanitized) {
    self.settings = settings
    self.isSanitized = isSanitized
    environments = Dictionary(
      uniqueKeysWithValues: TestLibrary.allCases.map { ($0, Environment.ofProcess(library: $0)) })
  }

  /// Does nothing: a crash shows in the test run itself.
  package func began(_ identity: TestIdentity) {}

  /// Does nothing: a test that fails or is skipped shows in the test run itself.
  package func dropped(_ identity: TestIdentity) {}

  /// Returns what to fail the test with, or nil; a test without a baseline may pass.
  package func receive(_ measurement: TestMeasurement) -> String? {
    guard let environment = environments[measurement.library] else { return nil }
    do {
      let store = try store(for: measurement)
      guard let policy = policy(of: store) else {
        // What is wrong with it is said once, at the end, and not for every test.
        return
          "Tidemark: no verdict, as \(store.folder)/policy.json cannot be used; see the end of "
          + "the output"
      }
      if settings.mode == .update, measurement.usesBaseline {
        return try record(measurement, environment, policy, in: store)
      }
      return try judge(measurement, environment, policy, against: store)
    } catch {
      // A baseline that cannot be read is no verdict, which must not look like a pass.
      return "Tidemark: \(error)"
    }
  }

  /// What is said at the end.
  package var notes: ClosingNotes { state.withLock(\.notes) }

  /// Says once what failed no test: figures above their bands, and tests without a baseline.
  package func finish(_ summary: SessionSummary) {
    for line in notes.lines { print("Tidemark: \(line)") }
  }

  private func judge(
    _ measurement: TestMeasurement, _ environment: Environment, _ policy: Policy,
    against store: BaselineStore
  ) throws -> String? {
    let entry = try baseline(of: measurement.identity, in: store)?
      .entries[measurement.identity.name]
    let outcome = Comparison(policy: policy, environment: environment, root: store.root)
      .judge(measurement, against: entry)
    switch outcome.status {
    case .risen:
      let identity = measurement.identity
      if outcome.isAcceptable {
        do {
          try PendingStore(baselines: store).write([measurement], environment: environment)
        } catch {
          state.withLock { $0.notes.unkept = $0.notes.unkept ?? "\(error)" }
        }
      }
      guard outcome.isCertain || outcome.lacksExactFigure(of: entry) else {
        state.withLock { _ = $0.notes.unconfirmed.insert(identity) }
        return nil
      }
      if outcome.isAcceptable { state.withLock { _ = $0.notes.risen.insert(identity) } }
      return TextReport(root: store.root).render(outcome)
    case .noVerdict where isSanitized && measurement.usage.losses.isEmpty:
      // Such a run is for what the sanitizer finds, and no test of it could pass.
      state.withLock { _ = $0.notes.sanitized.insert(measurement.identity) }
      return nil
    case .noVerdict:
      return TextReport(root: store.root).render(outcome)
    case .missing:
      state.withLock { _ = $0.notes.missing.insert(measurement.identity) }
      return nil
    case .level, .fallen, .notCompared, .unconfirmed:
      return nil
    }
  }

  /// Records one run.
  ///
  /// One run says nothing of how far a figure varies. It adds a band where there is none and widens
  /// one that the figure is outside of; it never narrows, lowers or replaces a band, which is what
  /// `tidemark update` and `tidemark accept` are for. Exact metrics take the new figure.
  private func record(
    _ measurement: TestMeasurement, _ environment: Environment, _ policy: Policy,
    in store: BaselineStore
  ) throws -> String? {
    let identity = measurement.identity
    let suite = BaselineStore.Suite(target: identity.target, name: identity.suite)
    let recorder = BaselineRecorder(
      policy: policy, environment: environment, root: store.root)
    let isContinuousIntegration = settings.isContinuousIntegration
    var isRefused = false
    _ = try store.update(suite) { baseline in
      let old = baseline.entries[identity.name]
      // In continuous integration a test never creates what it is going to be held against.
      if isContinuousIntegration, old == nil {
        isRefused = true
        return
      }
      baseline.entries[identity.name] = recorder.record(
        [measurement], into: old, merging: .widening)
    }
    state.withLock {
      if isRefused {
        $0.notes.missing.insert(identity)
      } else {
        $0.notes.recorded.insert(identity)
        $0.baselines[suite] = nil
      }
    }
    return nil
  }

  private func store(for measurement: TestMeasurement) throws -> BaselineStore {
    let place =
      measurement.location.map {
        String($0.file[..<($0.file.lastIndex(of: "/") ?? $0.file.startIndex)])
      }
      ?? PackageRoot.ofProcess() ?? FileManager.default.currentDirectoryPath
    if let known = state.withLock({ $0.stores[place] }) { return known }
    let store = try BaselineStore.locate(from: place, override: settings.baselines)
    state.withLock { $0.stores[place] = store }
    return store
  }

  /// Returns the policy of the repository, or nil when it cannot be used, which is said at the end.
  private func policy(of store: BaselineStore) -> Policy? {
    // The lock is held meanwhile, so that tests side by side say what is wrong only once.
    state.withLock { state in
      if let known = state.policies[store.folder] { return known }
      var policy: Policy?
      do {
        let loaded = try store.loadPolicy()
        state.notes.complaints += loaded.warnings
        policy = loaded
      } catch {
        state.notes.complaints.append("\(error)")
      }
      state.policies[store.folder] = .some(policy)
      return policy
    }
  }

  private func baseline(of identity: TestIdentity, in store: BaselineStore) throws -> Baseline? {
    let suite = BaselineStore.Suite(target: identity.target, name: identity.suite)
    if let known = state.withLock({ $0.baselines[suite] }) { return known }
    guard let baseline = try store.load(suite) else { return nil }
    let complaint = try store.complaint(about: baseline, of: suite).map { "\($0)" }
    state.withLock { state in
      state.baselines[suite] = baseline
      // Tests side by side may have read the file at the same time.
      if let complaint, !state.notes.complaints.contains(complaint) {
        state.notes.complaints.append(complaint)
      }
    }
    return baseline
  }
}
