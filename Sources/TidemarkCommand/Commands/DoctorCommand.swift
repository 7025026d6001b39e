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
    let name = "tidemark-doctor"
    let sibling = "\(Files.parent(of: Executable.path ?? host.absolute(host.program)))/\(name)"
    let command =
      Files.exists(sibling) ? [sibling] : ["swift", "run", "--quiet", name]
    let child = try Child.spawn(
      command + arguments, environment: host.variables, directory: host.directory,
      output: .inherited)
    switch child.wait() {
    case .exited(let code):
      if code != 0, command.count > 1 {
        Console.error(
          "tidemark: \(name) is no program of this package: build it with "
            + "`swift build --product \(name)`, or see above why it failed")
        return code == 1 ? Report.ExitStatus.noVerdict.rawValue : code
      }
      return code
    case .signalled(let number):
      let signal = ChildStatus.name(ofSignal: number)
      Console.error("tidemark: error: \(name) was killed by \(signal)")
      return Report.ExitStatus.noVerdict.rawValue
    }
  }
}
