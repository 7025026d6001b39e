/// One measured test and what became of it.
package struct JSONTest: Codable, Hashable, Sendable {
  /// The test target, which is also the module.
  package var target: String
  /// The suite: nested types joined by dots, or `TopLevel`.
  package var suite: String
  /// The test's own name, for example `refresh()`.
  package var name: String
  /// `XCTest` or `Swift Testing`.
  package var library: String
  /// The test's file, relative to the package where possible; absent when unknown.
  package var file: String?
  /// The test's line; absent when unknown.
  package var line: Int?
  /// `risen`, `noVerdict`, `missing`, `unconfirmed`, `notCompared`, `fallen` or `level`.
  package var status: String
  /// The metrics that left their mark, worst first.
  package var findings: [JSONFinding]
  /// The metrics that were not compared, with the reason, by name.
  package var notCompared: [String: String]
  /// Why there is no verdict, or other remarks.
  package var notes: [String]
  /// In how many re-runs the finding showed again; absent when there were none.
  package var confirmed: Int?
  /// How many re-runs there were; absent when there were none.
  package var reruns: Int?
  /// The limits stated in the test's code.
  package var limits: [JSONLimit]
  /// Whether the test is held against its committed baseline as well as its limits.
  package var usesBaseline: Bool
  /// What the test used.
  package var usage: JSONUsage
  /// What it used in further runs, re-runs included; absent when there were none.
  package var repeats: [JSONUsage]?
  /// The environment of its process; absent when it is the report's.
  package var environment: JSONEnvironment?
}

/// A metric that left its mark.
package struct JSONFinding: Codable, Hashable, Sendable {
  /// The metric's name.
  package var metric: String
  /// `risen` or `fallen`.
  package var direction: String
  /// The lowest figure of the baseline.
  package var low: Int
  /// The highest figure of the baseline.
  package var high: Int
  /// The figure measured.
  package var measured: Int
  /// The last figure that would have been let through.
  package var bound: Int
  /// What set the bound, for example `exact` or `limit +5 %`.
  package var rule: String
  /// How the metric was compared: `exact`, `bounded`, `toolchain` or `noisy`.
  package var stability: String
  /// The lines of code that made it rise, the largest growth first; absent when none is known.
  package var causes: [JSONCause]?
}

/// A line of code that made a figure rise.
package struct JSONCause: Codable, Hashable, Sendable {
  /// What the line did, as a metric's name: `tasks.created`, `hops`, `threads.created`,
  /// `heap.allocations` or `heap.bytesAllocated`.
  package var metric: String
  /// How often or, in bytes, how much.
  package var count: Int
  /// What that was when the baseline was recorded; absent when no reference was recorded, so that
  /// the line is only one of the largest.
  package var reference: Int?
  /// The call stack from the line outwards.
  package var frames: [JSONFrame]
  /// Lines next to a new one that do as much and may be the new one; absent when there are none.
  package var alternatives: [JSONFrame]?
}

/// A range that a metric has to stay in.
package struct JSONLimit: Codable, Hashable, Sendable {
  /// The metric's name.
  package var metric: String
  /// The lowest figure allowed; absent when there is none.
  package var lowest: Int?
  /// The highest figure allowed; absent when there is none.
  package var highest: Int?
}
