import ArgumentParser
import TidemarkBaselines

/// Runs a program that was not built with the agent, so that it can be watched.
struct RunCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a program that was not built with the agent, so that it can be watched.",
    discussion: """
      Loads the agent into a dynamically linked Swift program, whose processes are then listed and \
      watched like any other. The command becomes the program: same process, same terminal, same \
      signals, same exit status. The program's own children are not watched. What can't be watched \
      runs all the same, and the reason is told on the error stream; with TIDEMARK=off in the \
      environment nothing is loaded.

      Exit status: the program's; 4 when the library to load is missing, 126 when the program \
      can't be run, 127 when there is none.
      """)

  @Flag(
    help: """
      Count allocations as well, by taking the place of malloc and its like; this costs more, and \
      the program can't use an allocator of its own.
      """)
  var heap = false

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("The program and its arguments.", valueName: "program"))
  var words: [String] = []

  func validate() throws {
    // What follows is the program's, but there has to be a program.
    if let first = words.first, ["-h", "--help"].contains(first) {
      throw CleanExit.helpRequest(self)
    }
    if program.isEmpty { throw ValidationError("Which program? `tidemark run -- PROGRAM …`") }
  }

  func perform(_ host: Host) throws -> Int32 {
    do {
      return try launch(host)
    } catch let error as LaunchError {
      Console.error("tidemark: error: \(error)")
      return error.exitStatus
    }
  }

  private var program: [String] { words.first == "--" ? Array(words.dropFirst()) : words }

  private func launch(_ host: Host) throws -> Int32 {
    let launch = try ProgramLaunch(program, host)
    var variables = host.variables
    if variables["TIDEMARK"] != "off", let reason = try inject(launch, host, &variables) {
      Console.error("tidemark: the process can't be watched: \(reason)")
    }
    try launch.run(variables: variables)
  }

  /// Has the agent loaded into the program, or returns why that can't be.
  private func inject(
    _ launch: ProgramLaunch, _ host: Host, _ variables: inout [String: String]
  ) throws -> String? {
    if launch.isPrivileged {
      return "\(launch.path) runs with rights of its own, and the system loads nothing into it"
    }
    let own = ((try? Files.read(host.program)) ?? nil).flatMap(ElfFile.init)
    if case .impossible(let reason) = Injection.examine(
      launch.path, machine: own?.machine ?? 0, variables: variables)
    {
      return reason
    }
    let library = try PreloadLibrary(heap: heap).locate(host)
    let given = variables["LD_PRELOAD"] ?? ""
    variables["LD_PRELOAD"] = given.isEmpty ? library : "\(library):\(given)"
    return nil
  }
}
