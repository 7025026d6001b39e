/// What a test process says after the last test; its absence means that the process crashed.
package struct ResultEnd: Hashable, Sendable {
  /// How many tests were measured.
  package var measured: Int
  /// How many tests ran, or nil when that is not known.
  package var ran: Int?
  /// What belongs to no test.
  package var unattributed: Unattributed
  /// What the probe could not keep.
  package var losses: [Loss]
  /// What went wrong in the process, for example that the hook on a test library did not take.
  package var problems: [String]

  package init(
    measured: Int, ran: Int? = nil, unattributed: Unattributed = Unattributed(),
    losses: [Loss] = [], problems: [String] = []
  ) {
    self.measured = measured
    self.ran = ran
    self.unattributed = unattributed
    self.losses = losses
    self.problems = problems
  }
}
