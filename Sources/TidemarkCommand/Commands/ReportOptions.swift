import ArgumentParser

/// The options of every command that draws a report.
struct ReportOptions: ParsableArguments {
  @Option(
    help: """
      The form of the report: text, json, markdown, junit or github. The last also appends a \
      summary to $GITHUB_STEP_SUMMARY.
      """)
  var format: ReportFormat = .text

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the report to a file; the text for people still goes to the standard output.",
      valueName: "file"))
  var output: String?
}
