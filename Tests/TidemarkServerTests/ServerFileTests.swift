import Foundation
import Testing
import TidemarkLedger

@testable import TidemarkServer

@Suite struct ServerFileTests {
  private let process = PublishedProcess(pid: 4711, start: 99, descriptor: 3, version: 6)

  @Test func aServerIsFoundForAsLongAsItSaysSo() throws {
    try withFolder { folder in
      let publication = ServerFile.publish(
        process, at: "127.0.0.1:9090", needsToken: true, in: ["/nowhere", folder])
      #expect(publication != nil)
      let found = ServerFile.all(in: folder)
      #expect(found.map(\.pid) == [4711])
      #expect(found.map(\.start) == [99])
      #expect(found.map(\.address) == ["127.0.0.1:9090"])
      #expect(found.map(\.needsToken) == [true])
      // To look twice at once disturbs nobody.
      #expect(ServerFile.all(in: folder) == found)
      withExtendedLifetime(publication) {}
    }
  }

  @Test func nothingIsLeftOfAServerThatEnds() throws {
    try withFolder { folder in
      _ = ServerFile.publish(process, at: "127.0.0.1:9090", in: [folder])
      #expect(ServerFile.all(in: folder).isEmpty)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test func whatADeadServerLeftIsForgotten() throws {
    try withFolder { folder in
      let path = folder + "/server-4711-1"
      try "process 1 2\nlisten 127.0.0.1:1\n".write(toFile: path, atomically: true, encoding: .utf8)
      #expect(ServerFile.all(in: folder).isEmpty)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test(arguments: [
    "", "process 1 2\n", "process 1 2\nlisten 127.0.0.1:1", "process x 2\nlisten a:1\n",
    "listen a:1\nprocess 1 2\n", "process 1 2\nlisten a:1\nmore\n",
  ])
  func whatIsNotCompleteIsPassedOver(text: String) {
    #expect(ServerFile(text: text) == nil)
  }

  @Test func aTokenIsNeededWhereThatIsSaid() {
    #expect(ServerFile(text: "process 1 2\nlisten a:1\n")?.needsToken == false)
    #expect(ServerFile(text: "process 1 2\nlisten a:1\ntoken needed\n")?.needsToken == true)
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "tidemark-servers-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }
}
