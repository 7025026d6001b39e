import Foundation
import TestSupport
import Testing

@testable import TidemarkCommand

@Suite struct HelpTests {
  private static let commands = [""] + TidemarkTool.names

  /// Rewrites the golden files when `TIDEMARK_GOLDEN=write` is set.
  @Test(arguments: commands) func helpIsGolden(command: String) throws {
    let package = try FakePackage()
    let arguments = command.isEmpty ? ["--help"] : [command, "--help"]
    let outcome = try package.start(arguments, ["COLUMNS": "80"]).finish()
    #expect(outcome.code == 0)
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Golden/\(command.isEmpty ? "tidemark" : command).txt")
    if ProcessInfo.processInfo.environment["TIDEMARK_GOLDEN"] == "write" {
      try Data(outcome.output.utf8).write(to: file)
    }
    #expect(try outcome.output == String(contentsOf: file, encoding: .utf8))
  }

  @Test func versionAndCompletion() throws {
    let package = try FakePackage()
    #expect(try package.run("--version").output == "0.1.0\n")
    for shell in ["bash", "zsh", "fish"] {
      let outcome = try package.run("--generate-completion-script", shell)
      #expect(outcome.code == 0 && outcome.output.contains("tidemark"))
    }
  }

  @Test func manualPageCoversEveryCommand() throws {
    let page = try FakePackage().run("manual").output
    #expect(page.hasPrefix(".TH TIDEMARK 1"))
    for command in Self.commands.dropFirst() { #expect(page.contains(".SS \(command)\n")) }
    // What there is to say of a command is text that `man` sets, and each option an item of a list.
    #expect(!page.contains("USAGE:") && !page.contains("OVERVIEW:"))
    #expect(page.contains("\n.TP\n\\fB\\-\\-make\\-token\\fR\nMake a token, and print it once.\n"))
    #expect(page.contains("\n.TP\n\\fB\\-i\\fR, \\fB\\-\\-interval\\fR \\fIseconds\\fR\n"))
    #expect(page.contains("[\\fB\\-\\-allow\\-host\\fR \\fIname\\fR ...]\n"))
    // Each command that watches has its exit statuses at the end.
    let statuses = try #require(page.split(separator: ".SH \"EXIT STATUS\"").last)
    let words = Set(statuses.split { !$0.isLetter })
    for command in TidemarkTool.names(of: TidemarkTool.watching) {
      #expect(words.contains(command[...]), "\(command)")
    }
  }
}
