import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Puts a report where the user wants it.
///
/// With a file, the file gets the report in its form and the standard output the text for people.
struct ReportOutput {
  var format: ReportFormat
  /// The absolute path of the file, or nil for the standard output.
  var file: String?
  /// The absolute path of the summary of a GitHub job, if there is one.
  var summary: String?
  var drawing: ReportDrawing

  init(
    _ host: Host, format: ReportFormat, file: String?, root: String?, files: [String] = []
  ) {
    self.format = format
    self.file = file.map(host.absolute)
    let path = host.variables["GITHUB_STEP_SUMMARY"] ?? ""
    summary = path.isEmpty ? nil : path
    drawing = ReportDrawing(host, root: root, files: files)
  }

  /// Fails when the file cannot be written, before anything that takes time is done.
  func check() throws {
    guard let file else { return }
    let folder = Files.parent(of: file)
    let isFolder = { (path: String) in
      var status = stat()
      return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
    if isFolder(file) { throw FileError(operation: "write", path: file, code: EISDIR) }
    if !isFolder(folder) { throw FileError(operation: "write", path: file, code: ENOENT) }
    if access(Files.exists(file) ? file : folder, W_OK) != 0 {
      throw FileError(operation: "write", path: file, code: errno)
    }
  }

  /// Writes the report.
  func write(_ report: Report) throws {
    try write { try $0.render(report, drawing) }
  }

  /// Writes what can be drawn in every form.
  func write(_ render: (ReportFormat) throws -> String) throws {
    let text = try render(format)
    if let file {
      try Console.output(render(.text), terminator: "")
      try Self.write(text, to: file, O_TRUNC)
    } else {
      try Console.output(text, terminator: "")
    }
    guard format == .github, let summary else { return }
    do {
      try Self.write(render(.markdown), to: summary, O_APPEND)
    } catch {
      Console.warning("the summary of the job was not written: \(error)")
    }
  }

  private static func write(_ text: String, to path: String, _ flags: Int32) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0o666)
    if descriptor < 0 { throw FileError(operation: "write", path: path, code: errno) }
    defer { close(descriptor) }
    try Files.writeAll(Array(text.utf8), to: descriptor, path: path)
  }
}
