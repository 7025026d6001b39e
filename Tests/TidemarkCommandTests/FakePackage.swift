import Foundation
import TestSupport
import TidemarkBaselines

/// A package in a temporary folder, with a script in place of the toolchain and the real command.
final class FakePackage: Sendable {
  static let bin = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path
  static let tool = "\(bin)/tidemark"

  let root: String

  init() throws {
    root =
      URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
      + "/tidemark-command-" + UUID().uuidString
    try write("// swift-tools-version: 6.1\n", to: "Package.swift")
    try writeProgram(Self.script, to: "bin/swift")
    try write("", to: "fake/list.txt")
  }

  deinit {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// Stands in for `swift build`, `swift test list` and `swift test`: a run takes its files, output
  /// and exit status from the folder with its number, or else from `run-all`.
  private static let script = """
    #!/bin/sh
    fake="$(dirname "$0")/../fake"
    echo "$*" >> "$fake/calls"
    if [ "$2" = --product ]; then echo "error: no product named '$3'" >&2; exit 1; fi
    if [ "$1" = build ]; then
      echo "compiling"
      exit "$(cat "$fake/build.exit" 2>/dev/null || echo 0)"
    fi
    if [ "$2" = list ]; then cat "$fake/list.txt"; exit 0; fi
    number=$(($(cat "$fake/count" 2>/dev/null || echo 0) + 1))
    echo $number > "$fake/count"
    env > "$fake/environment-$number"
    run="$fake/run-$number"
    [ -d "$run" ] || run="$fake/run-all"
    cp "$run"/*.jsonl "$TIDEMARK_RESULTS/" 2>/dev/null
    [ -n "$TIDEMARK_RECORD" ] && cp "$run"/*.tidemark "$TIDEMARK_RECORD/" 2>/dev/null
    cat "$run/output" 2>/dev/null
    if [ -f "$run/hangs" ]; then
      # As SwiftPM does, the test process gets a process group of its own.
      setsid sleep 601 &
      echo $! > "$fake/grandchild"
      echo $$ > "$fake/pid"
      sleep 600
    fi
    [ -f "$run/spoils" ] && mkdir -p "$fake/../Baselines/FeedTests/FeedSuite.json"
    [ -f "$run/killed" ] && kill -KILL $$
    exit "$(cat "$run/exit" 2>/dev/null || echo 0)"

    """

  func path(_ name: String) -> String { "\(root)/\(name)" }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Writes a script that can be started at once.
  func writeProgram(_ text: String, to name: String) throws {
    try write(text, to: name + ".text")
    try copyProgram(path(name + ".text"), to: name)
  }

  /// Copies a program into the package, so that it can be started at once.
  ///
  /// Another process does it. Tests start processes side by side, and a child that is forked while
  /// this process has the new file open for writing keeps it open until its own `exec`; the kernel
  /// refuses to start such a file (`ETXTBSY`).
  func copyProgram(_ source: String, to name: String) throws {
    let outcome = try Program.run(
      ["/usr/bin/env", "install", "-D", "-m", "755", source, path(name)])
    guard outcome.code == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  func read(_ name: String) -> String? { try? String(contentsOfFile: path(name), encoding: .utf8) }

  func names(in folder: String) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path(folder)))?.sorted() ?? []
  }

  /// What the script was called with, one call on a line.
  var calls: [String] {
    (read("fake/calls") ?? "").split(separator: "\n").map(String.init)
  }

  var store: BaselineStore { BaselineStore(root: root) }

  /// Records marks as an earlier update would have done.
  func record(_ measurements: [TestMeasurement]) throws {
    let recorder = BaselineRecorder(environment: .sample)
    for measurement in measurements {
      let identity = measurement.identity
      try store.update(.init(target: identity.target, name: identity.suite)) { baseline in
        baseline.entries[identity.name] = recorder.record([measurement], into: nil)
      }
    }
  }

  /// Says what the processes of a run write; without a number, of every run.
  func plan(
    run number: Int? = nil, _ tests: [TestMeasurement], name: String = "a",
    library: TestLibrary = .swiftTesting, running: TestIdentity? = nil,
    end: ResultEnd? = ResultEnd(measured: 1), exit: Int32 = 0, output: String = "",
    flag: String? = nil
  ) throws {
    let run = number.map { "fake/run-\($0)" } ?? "fake/run-all"
    var lines: [ResultLine] = [.run(ResultRun(pid: 7, library: library, environment: .sample))]
    for test in tests { lines += [.began(test.identity), .test(test)] }
    if let running { lines.append(.began(running)) }
    if let end { lines.append(.end(end)) }
    let bytes = try lines.flatMap { try $0.bytes() }
    try write(String(decoding: bytes, as: UTF8.self), to: "\(run)/\(name).jsonl")
    try write("\(exit)", to: "\(run)/exit")
    try write(output, to: "\(run)/output")
    if let flag { try write("", to: "\(run)/\(flag)") }
  }

  /// Starts the command, in the package's folder or another one.
  func start(
    _ arguments: [String], _ variables: [String: String] = [:], in folder: String? = nil
  ) throws -> Program {
    // The parser of arguments exits without cleaning up, which gives a sanitizer's exit code.
    let own = [
      "PATH": "\(root)/bin:/usr/bin:/bin", "HOME": root, "ASAN_OPTIONS": "detect_leaks=0",
    ]
    return try Program(
      [Self.tool] + arguments, in: folder ?? root, environment: own.merging(variables) { $1 })
  }

  /// Runs the command to its end.
  func run(
    _ arguments: String..., variables: [String: String] = [:]
  ) throws -> Program.Outcome {
    try start(arguments, variables).finish()
  }
}
