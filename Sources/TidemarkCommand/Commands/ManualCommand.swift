import ArgumentParser
import TidemarkBaselines

#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// Prints the manual page.
struct ManualCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Print the manual page, for example into tidemark.1.")

  func perform(_ host: Host) throws -> Int32 {
    // The help without its layout, which is in no other place.
    let dump = Data(TidemarkTool._dumpHelp().utf8)
    let groups = [
      ("Testing", TidemarkTool.testing), ("Watching", TidemarkTool.watching),
      ("Other", TidemarkTool.others),
    ]
    let page = ManualPage.render(
      version: TidemarkTool.version,
      tool: try JSONDecoder().decode(CommandDump.Tool.self, from: dump).command,
      groups: groups.map { (title: $0, names: TidemarkTool.names(of: $1)) })
    try Console.output(page, terminator: "")
    return 0
  }
}
