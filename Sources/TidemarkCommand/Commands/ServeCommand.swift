import ArgumentParser
import TidemarkBaselines
import TidemarkLive
import TidemarkServer

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Serves what a process is like over HTTP, beside the process.
struct ServeCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Show a process over HTTP: web page, JSON, OpenMetrics.",
    discussion: """
      Runs beside the process, which notices nothing but that its times are asked for. Anything but \
      loopback needs a token, which clients send as 'Authorization: Bearer TOKEN' or as ?token=TOKEN. \
      Ends with the process.
      """)

  @Argument(
    help: ArgumentHelp(
      """
      A process id or the beginning of an executable's name; without it, the only process that \
      can be watched.
      """,
      valueName: "target"))
  var target: String?

  @Option(
    help: ArgumentHelp(
      "What clients have to send; better given in the variable TIDEMARK_TOKEN.",
      valueName: "token"))
  var token: String?

  @Flag(help: "Wait until there is such a process.")
  var wait = false

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
    let target = Target(target)
    switch target {
    case .only, .process, .named: break
    case .address(let text), .recording(let text):
      throw ValidationError(
        "'\(text)' is no process of this machine, and only such a one is served; name its id")
    }
    var search = ProcessSearch(target: target, waits: wait)
    search.manner.timesLease = ServerOptions.timesLease
    let source = try search.find()
    var options = ServerOptions(address: listen, allowedHosts: allowHost)
    options.token = host.token(token) ?? (makeToken ? Token.make() : nil)
    options.looksUpElsewhere = true
    let server = try Server(source, options)
    let query = makeToken ? "?token=\(server.token ?? "")" : ""
    try Console.output("\(source.title) is shown \(server.place)\(query)")
    let publication = ServerFile.publish(
      source.process, at: server.address, needsToken: server.token != nil)
    if publication == nil {
      Console.warning("`tidemark targets` won't list it: its folder can't be written")
    }
    defer { withExtendedLifetime(publication) { server.stop() } }
    Interrupt.install()
    while true {
      if let ending = source.ending {
        Console.error("tidemark: \(BaselineText.printable("\(ending)"))")
        // Whoever looks over HTTP asks once more, and is told as well.
        poll(nil, 0, 1500)
        return 0
      }
      // To be asked to stop is how a server ends.
      if Interrupt.signalNumber != nil { return 0 }
      Self.wait(for: source, milliseconds: 500)
    }
  }

  /// Waits for the end of a process for a time; a signal to this one ends the wait early.
  private static func wait(for source: LocalSource, milliseconds: CInt) {
    var waiting = pollfd(fd: source.endDescriptor ?? -1, events: Int16(POLLIN), revents: 0)
    poll(&waiting, 1, milliseconds)
  }
}
