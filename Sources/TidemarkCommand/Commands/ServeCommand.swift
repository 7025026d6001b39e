import ArgumentParser
import TidemarkLedger
import TidemarkLive
import TidemarkServer

/// Serves what a process is like over HTTP, beside the process.
struct ServeCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Show a process over HTTP: web page, JSON, OpenMetrics.",
    discussion: """
      Runs beside the process, which notices nothing but that its times are asked for. Anything but \
      loopback needs a token, which clients send as 'Authorization: Bearer TOKEN' or as ?token=TOKEN. \
      Ends with the process.
      """)

  @OptionGroup var target: TargetArgument

  @Option(help: "Where to listen: HOST:PORT; port 0 takes a free one.")
  var listen = "127.0.0.1:9090"

  @Flag(help: "Make a token, and print it once.")
  var makeToken = false

  @Option(
    help: ArgumentHelp(
      "A name by which clients may reach the server, besides loopback's own; may be repeated.",
      valueName: "name"))
  var allowHost: [String] = []

  func perform(_ host: Host) throws -> Int32 {
    guard let process = (try target.resolve(host) as? LocalSource)?.process else {
      throw ValidationError("only a process of this machine can be served; name its id")
    }
    var manner = LocalSource.Manner()
    manner.timesLease = ServerOptions.timesLease
    let source = try LocalSource(process, manner: manner)
    var options = ServerOptions(address: listen, allowedHosts: allowHost)
    options.token = target.token(host) ?? (makeToken ? Token.make() : nil)
    options.looksUpElsewhere = true
    let server = try Server(source, options)
    let query = makeToken ? "?token=\(server.token ?? "")" : ""
    try Console.output("\(source.title) is shown at http://\(server.nearAddress)/\(query)")
    let publication = ServerFile.publish(source.process, at: server.nearAddress)
    if publication == nil {
      Console.warning("`tidemark targets` won't list it: its folder can't be written")
    }
    defer { withExtendedLifetime(publication) { server.stop() } }
    Interrupt.install()
    let end = ProcessEnd(pid: source.process.pid)
    while !end.wait(milliseconds: 500) {
      // To be asked to stop is how a server ends.
      if Interrupt.signalNumber != nil { return 0 }
    }
    Console.error("tidemark: \(source.title) has ended")
    return 0
  }
}
