import TestSupport
import Testing

@testable import TidemarkLedger

@Suite struct PublishedProcessTests {
  @Test func aFolderThatIsNotThereHasNoProcesses() throws {
    #expect(try PublishedProcess.all(in: "/nowhere/at/all").isEmpty)
  }
}
