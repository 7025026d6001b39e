private import Foundation
package import TidemarkBaselines

/// Holds measurements against the committed baselines, or records them, in the test process itself.
///
/// This is what plain `swift test` does; under the command line a `ResultSink` takes its place.
package final class BaselineSink: MeasurementSink {
  private struct State: Sendable {
    var stores: [String: BaselineStore] = [:]
    var baselines: [BaselineStore.Suite: Baseline] = [:]
    var policies: [String: Policy] = [:]
    var missing: [TestIdentity] = []
    var recorded: Set<TestIdentity> = []
    var complaints: [String] = []
  }

  private let settings: SessionSettings
  private let environments: [TestLibrary: Environment]
  private let state = Guarded(State())

  /// Creates a sink that does what the settings ask for.
  package init(settings: SessionSettings) {
    self.settings = settings
    environments = Dictionary(
      uniqueKeysWithValues: TestLibrary.allCases.map { ($0, Environment.ofProcess(library: $0)) })
  }

  /// Does nothing: a crash shows in the test run itself.
  package func began(_ identity: TestIdentity) {}

  /// Returns what to fail the test with, or nil; a test without a baseline may pass.
  package func receive(_ measurement: TestMeasurement) -> String? {
    guard let environment = environments[measurement.library] else { return nil }
    do {
      let store = try store(for: measurement)
      let policy = try policy(of: store)
      if settings.mode == .update, measurement.usesBaseline {
        return try record(measurement, environment, policy, in: store)
      }
      return try judge(measurement, environment, policy, against: store)
    } catch {
      // A baseline that cannot be read is no verdict, which must not look like a pass.
      return "Tidemark: \(error)"
    }
  }

  /// Says once which tests have no baseline yet, and how to record them.
  package func finish(_ summary: SessionSummary) {
    let (missing, recorded, complaints) = state.withLock {
      ($0.missing, $0.recorded, $0.complaints)
    }
    var lines = complaints
    if !missing.isEmpty {
      let names = missing.prefix(3).map(\.description).joined(separator: ", ")
      let rest = missing.count > 3 ? " and \(missing.count - 3) more" : ""
      lines.append(
        "\(missing.count) tests have no baseline (\(names)\(rest)); "
          + "record them: swift run tidemark update")
    }
    if !recorded.isEmpty { lines.append("recorded the figures of \(recorded.count) tests") }
    for line in lines { print("Tidemark: \(line)") }
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
    case .risen, .noVerdict:
      if measurement.usesBaseline, outcome.status == .risen {
        try? PendingStore(baselines: store).write([measurement], environment: environment)
      }
      let report = Report(environment: environment, outcomes: [outcome])
      return TextReport(root: store.root, command: "swift run tidemark").render(report)
    case .missing:
      state.withLock { $0.missing.append(measurement.identity) }
      return nil
    case .level, .fallen, .notCompared, .unconfirmed:
      return nil
    }
  }

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
      baseline.entries[identity.name] = recorder.record([measurement], into: old)
    }
    state.withLock {
      if isRefused {
        $0.missing.append(identity)
      } else {
        $0.recorded.insert(identity)
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
    let store = try BaselineStore.locate(from: place)
    state.withLock { $0.stores[place] = store }
    return store
  }

  private func policy(of store: BaselineStore) throws -> Policy {
    if let known = state.withLock({ $0.policies[store.folder] }) { return known }
    let policy = try store.loadPolicy()
    state.withLock {
      $0.policies[store.folder] = policy
      $0.complaints += policy.warnings
    }
    return policy
  }

  private func baseline(of identity: TestIdentity, in store: BaselineStore) throws -> Baseline? {
    let suite = BaselineStore.Suite(target: identity.target, name: identity.suite)
    if let known = state.withLock({ $0.baselines[suite] }) { return known }
    guard let baseline = try store.load(suite) else { return nil }
    state.withLock { $0.baselines[suite] = baseline }
    return baseline
  }
}
