import ArgumentParser

/// Lists the processes that can be watched.
struct ListCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the processes that can be watched.",
    discussion: """
      Tasks are those that are live. What a process that was killed has left behind is removed. \
      Without any process it says on the error stream how one comes to be watched.
      """)

  @Flag(help: "Print the list as JSON, with sizes in bytes and times in nanoseconds.")
  var json = false

  func perform(_ host: Host) throws -> Int32 { try Self.list(json: json) }

  /// Prints the list.
  static func list(json: Bool) throws -> Int32 {
    let listings = try Candidate.all().compactMap { ProcessListing($0) }
    if json {
      try Console.output(WatchRecord.line(listings))
    } else if listings.isEmpty {
      Console.error("tidemark: \(TargetError.none)")
    } else {
      for line in ProcessListing.table(listings, width: Console.lineWidth) {
        try Console.output(line)
      }
    }
    return 0
  }
}
