/// The report as other programs read it: version 1 of the format, field by field.
///
/// Fields may be added to a version; a change of meaning raises `format`, and a reader refuses a
/// format it does not know. Keys are sorted, figures are integers in base units (counts, bytes,
/// nanoseconds), metrics go by their names. Empty lists are written, absent values are left out.
package struct JSONReport: Codable, Hashable, Sendable {
  /// The version of the format that this code writes and reads.
  package static let currentFormat = 1

  /// The version of the format: 1.
  package var format: Int
  /// The verdict as a word: `clean`, `regression`, `tests-failed`, `baseline-missing`, `no-verdict`.
  package var verdict: String
  /// The exit status of the check: 0, 1, 2, 3 or 4 in the order of the words.
  package var exitStatus: Int32
  /// How many tests have each status, by the names that `tests[].status` uses.
  package var counts: [String: Int]
  /// What the figures depend on besides the code; absent when nothing was measured.
  package var environment: JSONEnvironment?
  /// Every measured test, worst first.
  package var tests: [JSONTest]
  /// How much of what ran was measured, by test library.
  package var coverage: [JSONCoverage]
  /// What belongs to no test.
  package var unattributed: JSONUnattributed
  /// What the probe had no room to keep, over all processes.
  package var losses: [JSONLoss]
  /// Failures of the run itself, one sentence each.
  package var problems: [String]
  /// Baselines whose tests are gone, as `Suite/test()`.
  package var orphans: [String]
  /// Whether the tests themselves failed, apart from any finding.
  package var testsFailed: Bool
}

/// What figures depend on besides the code.
package struct JSONEnvironment: Codable, Hashable, Sendable {
  /// The operating system and processor, for example `linux-x86_64`.
  package var platform: String
  /// The toolchain as major.minor.
  package var swift: String
  /// `debug` or `release`.
  package var configuration: String
  /// `serial` or `parallel`.
  package var mode: String
  /// The number of threads of the cooperative pool.
  package var poolWidth: Int
}

/// How much of what ran was measured.
package struct JSONCoverage: Codable, Hashable, Sendable {
  /// `XCTest` or `Swift Testing`.
  package var library: String
  /// The tests that were measured.
  package var measured: Int
  /// The tests that ran; absent when that is not known.
  package var ran: Int?
}

/// What happened in the processes and belongs to no test.
package struct JSONUnattributed: Codable, Hashable, Sendable {
  /// Tasks created.
  package var tasks: Int
  /// Allocations made.
  package var allocations: Int
  /// Bytes asked for.
  package var bytes: Int
}

/// Something that the probe had no room to keep.
package struct JSONLoss: Codable, Hashable, Sendable {
  /// What was lost.
  package var what: String
  /// How many were lost.
  package var count: Int
}
