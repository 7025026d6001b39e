#if GoogleBenchmark
  internal import Tidemark

  /// What the counts of benchmarks are held against.
  public struct BenchmarkReference: Hashable, Sendable {
    /// The committed baselines of the package.
    public static let baseline = Self()
  }

  /// Benchmarks whose counts have risen, or that could not be counted.
  public struct BenchmarkFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The report.
    public let description: String
  }

  extension BenchmarkSuite {
    /// Counts what ten iterations of each benchmark use, and holds that against a reference as a
    /// test's figures are held; no time is measured.
    ///
    /// Each run of a benchmark has figures of its own, in the baseline of the suite's name. Below
    /// `tidemark check` and `tidemark update` the command judges and records. In a package whose
    /// figures are switched off with `TIDEMARK=off` nothing is done.
    ///
    /// - Parameters:
    ///   - reference: What to hold the counts against.
    ///   - fileID, file, line, function: Where the test stands, which the caller leaves as they are.
    /// - Throws: A `BenchmarkFailure` with the report, or a `BenchmarkError`.
    public func check(
      against reference: BenchmarkReference, fileID: String = #fileID, file: String = #filePath,
      line: Int = #line, function: String = #function
    ) throws {
      try check()
      guard Session.shared.isOn else { return }
      let place = Place(fileID: fileID, file: file, line: line, function: function)
      try Engine.waiting { try count(at: place) }
    }

    /// The same without blocking the thread of the caller, which asynchronous benchmarks may need.
    public func check(
      against reference: BenchmarkReference, fileID: String = #fileID, file: String = #filePath,
      line: Int = #line, function: String = #function
    ) async throws {
      try check()
      guard Session.shared.isOn else { return }
      let place = Place(fileID: fileID, file: file, line: line, function: function)
      try await Engine.awaiting { try count(at: place) }
    }

    private struct Place: Sendable {
      var fileID: String
      var file: String
      var line: Int
      var function: String
    }

    private func count(at place: Place) throws {
      let counting = Counting()
      let results = try Engine.run(
        self, for: .counting(counting), arguments: [name], isQuiet: true)
      let skipped = results.compactMap { result in
        result.error.map { "benchmark `\(result.name)` was skipped: \($0)" }
      }
      let risen = counting.results.compactMap { result -> String? in
        let measurement = measurement(of: result, at: place)
        Session.shared.begin(measurement.identity)
        return Session.shared.submit(measurement)
      }
      let texts = skipped + risen
      if !texts.isEmpty { throw BenchmarkFailure(description: texts.joined(separator: "\n")) }
    }

    private func measurement(of result: Counting.Result, at place: Place) -> TestMeasurement {
      let target = String(place.fileID.prefix { $0 != "/" })
      let identity = TestIdentity(
        target: target, suite: name, test: place.function,
        part: "\(result.name) × \(CountedRun.iterations)")
      return TestMeasurement(
        identity: identity, library: .ofProcess(),
        location: TestLocation(file: place.file, line: place.line), usage: result.usage)
    }
  }
#endif
