import TestSupport

@testable import TidemarkLedger

extension WatchedProgram {
  /// The processes that are listed in its folder.
  func listed() throws -> [PublishedProcess] { try PublishedProcess.all(in: folder) }
}
