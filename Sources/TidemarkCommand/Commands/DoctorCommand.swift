import ArgumentParser
import TidemarkBaselines

/// Lets the probe count a known workload; in another program, as this one has no probe.
struct DoctorCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Run a known workload and check that every counter is exact on this machine.",
    discussion: "Runs the program tidemark-doctor and ends with its exit status.")

  @Argument(
    parsing: .postTerminator,
    help: ArgumentHelp("Arguments for tidemark-doctor, after `--`.", valueName: "argument"))
  var arguments: [String] = []

  func perform(_ host: Host) throws -> Int32 {
    let sibling = "\(Files.parent(of: host.absolute(host.program)))/\(Self.program)"
    if Files.exists(sibling) { return try run([sibling] + arguments, host) }
    guard try run(["swift", "build", "--product", Self.program], host) == 0 else {
      Console.error(
        "tidemark: error: \(Self.program) cannot be built here; run this in a package that depends "
          + "on Tidemark")
      return Report.ExitStatus.noVerdict.rawValue
    }
    return try run(["swift", "run", "--skip-build", Self.program] + arguments, host)
  }

  private static let program = "tidemark-doctor"

  private func run(_ command: [String], _ host: Host) throws -> Int32 {
    let child = try Child.spawn(
      command, environment: host.variables, directory: host.directory, output: .inherited)
    switch child.wait() {
    case .exited(let code): return code
    case .signalled(let number):
      let signal = ChildStatus.name(ofSignal: number)
      Console.error("tidemark: error: \(command[0]) was killed by \(signal)")
      return Report.ExitStatus.noVerdict.rawValue
    }
  }
}
