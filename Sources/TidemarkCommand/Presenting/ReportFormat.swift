import ArgumentParser
import TidemarkBaselines

/// The forms in which a report can be had.
enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
  case text
  case json
  case markdown
  case junit
  case github

  /// Returns the report in this form.
  func render(_ report: Report, _ drawing: ReportDrawing) throws -> String {
    switch self {
    case .text:
      TextReport(
        width: drawing.width, color: drawing.hasColor, root: drawing.root,
        command: drawing.command, files: drawing.files
      ).render(report)
    case .json: try JSONReport(encoding: report, root: drawing.root).text()
    case .markdown:
      MarkdownReport(root: drawing.root, command: drawing.command, files: drawing.files)
        .render(report)
    case .junit:
      JUnitReport(root: drawing.root, command: drawing.command, files: drawing.files)
        .render(report)
    case .github:
      GitHubReport(
        root: drawing.repository ?? drawing.root, command: drawing.command, files: drawing.files
      ).render(report)
    }
  }
}

/// What the drawing of a report depends on besides the report.
struct ReportDrawing {
  var width: Int
  var hasColor: Bool
  /// The folder of the package, below which paths are shortened.
  var root: String?
  /// The folder of the repository, which annotations are relative to, when it is not the package's.
  var repository: String?
  var command: String
  /// The files of results that the user named.
  var files: [String]

  /// Creates what suits the standard output.
  init(_ host: Host, root: String?, files: [String]) {
    width = Console.width ?? 100
    hasColor = Console.isOutputTerminal && !host.refusesColor
    self.root = root
    let folder = host.variables["GITHUB_WORKSPACE"] ?? ""
    repository = !folder.isEmpty && root?.hasPrefix(folder + "/") == true ? folder : nil
    command = host.command
    self.files = files
  }
}
