import ArgumentParser
import TidemarkBaselines

/// Merges the results of several machines into one report.
struct ReportCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Merge the results of several machines or shards into one report and exit status.")

  @Argument(
    help: ArgumentHelp(
      "The results: .tidemark/last.json or JSON reports; by default the last results here.",
      valueName: "file"))
  var files: [String] = []

  @OptionGroup var reporting: ReportOptions

  func perform(_ host: Host) throws -> Int32 {
    // Merging needs no package: a CI job may have nothing but the files of other jobs.
    let workspace = try? Workspace.locate(host)
    let output = ReportOutput(
      host, format: reporting.format, file: reporting.output, root: workspace?.root,
      files: files)
    try output.check()
    var paths = files.map(host.absolute)
    if paths.isEmpty { paths = [try Workspace.locate(host).last] }
    let report = Report.merged(try paths.map { try SavedReport.read($0, root: workspace?.root) })
    try output.write(report)
    return report.exitStatus.rawValue
  }
}
