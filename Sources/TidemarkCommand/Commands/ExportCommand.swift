import ArgumentParser
import TidemarkBaselines
import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Writes a recording down for a trace viewer.
struct ExportCommand: TidemarkSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a recording as a trace that ui.perfetto.dev or chrome://tracing opens.",
    discussion: """
      The trace has a track for each thread with a slice for each time that it ran a task, an arrow \
      from where the task was enqueued to the slice, curves of live tasks and of queues, and marks \
      for hops and for what is missing.
      """)

  @Argument(help: ArgumentHelp("The recording.", valueName: "file"))
  var file: String

  @Flag(
    help: ArgumentHelp(
      "The form: Perfetto's own, which is smaller and exact to the nanosecond, or Chrome's JSON."))
  var form: Form

  enum Form: String, EnumerableFlag {
    case perfetto, chrome
  }

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to, - for the standard output; FILE with .pftrace or .json in place of .tidemark unless said.",
      valueName: "trace"))
  var output: String?

  @Flag(help: "Replace the file if there is one.")
  var overwrite = false

  func perform(_ host: Host) throws -> Int32 {
    let recording = try RecordingFile(host.absolute(file))
    if let damage = recording.damage { Console.warning("\(file): \(damage)") }
    let name = file.hasSuffix(".tidemark") ? String(file.dropLast(9)) : file
    let path =
      output == "-"
      ? "/dev/stdout" : host.absolute(output ?? name + (form == .perfetto ? ".pftrace" : ".json"))
    if Files.exists(path), !Files.isSpecial(path) {
      if Files.isSame(path, host.absolute(file)) {
        throw ValidationError("\(path) is the recording itself; name another file with -o")
      }
      if !overwrite {
        throw ValidationError("\(path) exists; name another file with -o, or use --overwrite")
      }
    }
    let size = try write(recording, to: path)
    Console.error(
      "tidemark: wrote \(FigureText.count(recording.events)) transitions to \(path), "
        + FigureFormat.bytes(size))
    if recording.lost > 0 {
      Console.warning(
        "\(FigureText.count(recording.lost)) transitions are missing; the trace says where")
    }
    return 0
  }

  /// Writes beside the file first, so that half a trace never passes for one; to a pipe or a device at once.
  private func write(_ recording: RecordingFile, to path: String) throws -> Int {
    if Files.isSpecial(path) {
      let descriptor = path == "/dev/stdout" ? dup(STDOUT_FILENO) : open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw FileError(operation: "write", path: path, code: errno) }
      defer { close(descriptor) }
      return try write(recording, to: descriptor, path)
    }
    let path = Files.following(path)
    let partial = "\(path).partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw FileError(operation: "write", path: path, code: errno)
    }
    defer {
      close(descriptor)
      unlink(partial)
    }
    let size = try write(recording, to: descriptor, path)
    guard rename(partial, path) == 0 else {
      throw FileError(operation: "write", path: path, code: errno)
    }
    return size
  }

  private func write(_ recording: RecordingFile, to descriptor: CInt, _ path: String) throws -> Int
  {
    var size = 0
    let export = TraceExport(form == .perfetto ? .perfetto : .chrome)
    try export.write(recording) { (bytes) throws(FileError) in
      try Files.writeAll(bytes, to: descriptor, path: path)
      size += bytes.count
    }
    return size
  }
}
