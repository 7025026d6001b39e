import ArgumentParser

/// Lists what can be scraped.
struct TargetsCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "targets", abstract: "List the addresses at which processes can be scraped.")

  func perform(_ host: Host) throws -> Int32 { 0 }
}
