import ArgumentParser
import TidemarkBaselines
import TidemarkLedger
import TidemarkServer

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Lists what can be scraped.
struct TargetsCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "targets", abstract: "List the processes that are shown over HTTP.",
    discussion: """
      A process is listed when it listens by itself, with Agent.listen, or when `tidemark serve` \
      shows it. With --prometheus-sd the list becomes a file for Prometheus's file_sd_configs; it is \
      replaced as a whole, so that Prometheus never reads half of one. What answers only who sends a \
      token has the label __meta_tidemark_needs_token there, with the value true; what listens on all \
      addresses of the machine is in it with that of loopback.
      """)

  @Option(
    name: .customLong("prometheus-sd"),
    help: ArgumentHelp("Write the list to a file for Prometheus.", valueName: "file"))
  var prometheusFile: String?

  @Option(help: "Go on, and write the file again every so many seconds when the list has changed.")
  var every: Int?

  func validate() throws {
    guard let every else { return }
    guard prometheusFile != nil else {
      throw ValidationError("--every needs --prometheus-sd: it keeps a file up to date")
    }
    guard every > 0 else { throw ValidationError("--every is a number of seconds from 1") }
  }

  func perform(_ host: Host) throws -> Int32 {
    guard let prometheusFile else {
      for target in try Self.targets() {
        let token = target.served.needsToken ? "  needs a token" : ""
        try Console.output(
          "\(target.served.address)  \(target.name) (\(target.served.process.pid))\(token)")
      }
      return 0
    }
    let path = Files.following(host.absolute(prometheusFile))
    var last: [UInt8]?
    while true {
      let text = try ScrapeTargets.text(Self.targets())
      if text != last { try Files.replace(path, with: text) }
      last = text
      guard let every else { return 0 }
      sleep(UInt32(clamping: every))
    }
  }

  private static func targets() throws -> [(served: ServedProcess, name: String)] {
    try ServedProcess.all().map { served in
      (served, Executable.name(of: served.process.pid) ?? "process")
    }
  }
}
