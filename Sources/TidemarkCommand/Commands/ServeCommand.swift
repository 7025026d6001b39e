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
      loopback needs a token, which clients send as 'Authorization: Bearer TOKEN' or as ?token=TOKEN.
      """)

  @Argument(help: "The process: its id or its name.")
  var target: String

  @Option(help: "Where to listen: HOST:PORT; port 0 takes a free one.")
  var listen = "127.0.0.1:9090"

  @Option(help: "What clients have to send; better given in the variable TIDEMARK_TOKEN.")
  var token: String?

  @Flag(help: "Make a token, and print it once.")
  var makeToken = false

  @Option(help: "A name by which clients may reach the server, besides loopback's own.")
  var allowHost: [String] = []

  func perform(_ host: Host) throws -> Int32 {
    let processes = try PublishedProcess.all()
    guard let process = processes.first(where: { String($0.pid) == target }) else {
      throw ValidationError("there is no such process")
    }
    var options = ServerOptions(address: listen, allowedHosts: allowHost)
    options.token = token ?? host.variables["TIDEMARK_TOKEN"] ?? (makeToken ? Token.make() : nil)
    options.looksUpElsewhere = true
    let server = try Server(try LocalSource(process), options)
    try Console.output(
      "http://\(server.address)/\(makeToken ? "?token=\(server.token ?? "")" : "")")
    server.wait()
    return 0
  }
}
