import ArgumentParser
import TidemarkBaselines

/// Prints what is measured.
struct MetricsCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics",
    abstract: "Print all metrics: what is counted, in which unit, and how it is compared.")

  @Flag(help: "Print a Markdown table that also says by what means and when there is no figure.")
  var markdown = false

  func perform(_ host: Host) throws -> Int32 {
    try Console.output(
      markdown ? MetricsTable.markdown() : MetricsTable.text(width: Console.width ?? 100),
      terminator: "")
    return 0
  }
}
