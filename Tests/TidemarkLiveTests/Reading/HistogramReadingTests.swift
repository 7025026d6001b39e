import TestSupport
import Testing

@testable import TidemarkLive

/// How long jobs of another process waited and ran.
@Suite(.serialized) struct HistogramReadingTests {
  private func count(_ snapshot: Snapshot, _ subject: DurationHistogram.Subject) -> UInt64 {
    snapshot.histograms.filter { $0.subject == subject }.reduce(0) { $0 + $1.buckets.reduce(0, +) }
  }

  @Test func nothingIsCountedUntilSomebodyAsks() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    let snapshot = try source.snapshot(asking: [])
    #expect(DurationHistogram.Subject.allCases.allSatisfy { count(snapshot, $0) == 0 })
  }

  @Test func waitsAndRunsAreCountedOnEachKindOfExecutor() throws {
    let program = try WatchedProgram("mixed")
    let source = try program.source()
    try program.wait("jobs are timed") {
      let snapshot = try source.snapshot(asking: .times)
      return count(snapshot, .queueLatency) > 1000 && count(snapshot, .runTime) > 1000
    }
    let after = try source.snapshot(asking: .times)
    let ran = try #require(try source.snapshot(asking: .times).figures.jobsRun)
    for subject in DurationHistogram.Subject.allCases {
      let kinds = after.histograms.filter { $0.subject == subject }.map(\.executor)
      #expect(kinds.contains(.global) && kinds.contains(.actor))
      #expect(Set(kinds).count == kinds.count)
    }
    // A job waits once; it may run on one executor after the other.
    #expect(count(after, .queueLatency) <= UInt64(ran))
    for histogram in after.histograms {
      #expect(histogram.buckets.count == DurationHistogram.bucketCount)
      // Each duration is at least as long as the bound below its bucket.
      var least: UInt64 = 0
      for (bucket, count) in histogram.buckets.enumerated() where bucket > 0 {
        least += count * (DurationHistogram.upperBound(bucket - 1) ?? 0)
      }
      #expect(histogram.sum >= least)
    }
  }
}
