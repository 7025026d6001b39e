import Foundation
import TestSupport

/// A package under git, whose "benchmarks" are a script that a stand-in for the toolchain installs.
///
/// Everything else is real: git, the command, the processes and the files.
final class BenchPackage: Sendable {
  private let package: FakePackage
  /// The folder of the package below that of the repository.
  let folder: String

  /// Makes a repository with one commit, whose benchmark takes 100 units of time.
  init(folder: String = "") throws {
    self.folder = folder
    package = try FakePackage()
    try package.writeProgram(Self.toolchain, to: "bin/swift")
    try package.write("bin/\nfake/\noutputs-*\n.build/\n", to: ".gitignore")
    if !folder.isEmpty { try FileManager.default.removeItem(atPath: package.path("Package.swift")) }
    try write("// swift-tools-version: 6.1\n", to: "Package.swift")
    try write(Self.description, to: "description.json")
    try write(Self.program, to: "program.sh")
    try write("100", to: "time")
    try git("init", "-q", "-b", "main")
    try git("add", "-A")
    try commit("Feed")
  }

  private static let description = """
    {
      "products": [{"name": "feeding", "type": {"executable": null}, "targets": ["Feeding"]}],
      "targets": [{"name": "Feeding", "product_dependencies": ["TidemarkBenchmark"]}]
    }
    """

  /// What `swift package describe` says of a package with two products of benchmarks.
  static let descriptionOfTwo = """
    {
      "products": [
        {"name": "feeding", "type": {"executable": null}, "targets": ["Feeding"]},
        {"name": "brewing", "type": {"executable": null}, "targets": ["Feeding"]}
      ],
      "targets": [{"name": "Feeding", "product_dependencies": ["TidemarkBenchmark"]}]
    }
    """

  /// Stands in for `swift package describe`, `swift build` and `swift build --show-bin-path`.
  private static let toolchain = """
    #!/bin/sh
    fake="$(cd "$(dirname "$0")/.." && pwd)/fake"
    mkdir -p "$fake"
    echo "$*" >> "$fake/calls"
    case "$*" in
    *describe*) exec cat description.json ;;
    *--show-bin-path*) echo "$PWD/.build/fake"; exit 0 ;;
    esac
    echo "compiling in $PWD"
    [ -f broken ] && { echo "error: no such feed"; exit 1; }
    if [ -f "$fake/build-hangs" ]; then
      case "$PWD" in
      */against/*) setsid sleep 601 & echo $! > "$fake/grandchild"; echo $$ > "$fake/pid"; sleep 600 ;;
      esac
    fi
    for name in feeding brewing; do install -D -m 755 program.sh ".build/fake/$name"; done
    """

  /// Stands in for a benchmark program: takes the time from the package that it runs in.
  private static let program = """
    #!/bin/sh
    for argument in "$@"; do
      case "$argument" in
      --benchmark_out=*) out="${argument#*=}" ;;
      --benchmark_filter=*) filter="${argument#*=}" ;;
      esac
    done
    fake="$(dirname "$(command -v swift)")/../fake"
    echo "$PWD $*" >> "$fake/runs"
    env > "$fake/environment-${TIDEMARK:-none}"
    [ -f "$fake/hangs" ] && { echo $$ > "$fake/pid"; sleep 600; }
    [ -f crashes ] && { echo "the feed is gone"; exit 3; }
    [ -f silent ] && exit 0
    run=$(wc -l < "$fake/runs")
    time=$(cat time)
    # What only the first session of 11 rounds sees.
    if [ "$run" -gt 22 ]; then
      [ -f "$fake/hangs-again" ] && { echo $$ > "$fake/pid"; sleep 600; }
      [ -f once ] && time=100
      [ -f leaves ] && { : > "$out"; exit 0; }
    fi
    name=$(cat name 2>/dev/null || echo decode)
    echo "$name" | grep -Eq -- "${filter:-.}" || { : > "$out"; exit 0; }
    case "${TIDEMARK:-}" in check) time=$((time * 2)) ;; esac
    error=""
    [ -f skips ] && error='"error_occurred": true, "error_message": "no feed",'
    extra=""
    [ -f extra ] && extra=', {"run_name": "extra", "run_type": "iteration", "real_time": 1, "time_unit": "ns"}'
    cat > "$out" <<END
    {"benchmarks": [{"run_name": "$name", "run_type": "iteration", "threads": 1, $error
      "real_time": $time.$((run * 7 % 10))$run, "cpu_time": 50.$((run * 3 % 10))$run, "time_unit": "us",
      "allocations": $(cat allocations 2>/dev/null || echo 3)}$extra]}
    END
    """

  var root: String { folder.isEmpty ? package.root : package.path(folder) }
  func path(_ name: String) -> String { "\(root)/\(name)" }
  /// The folder of the worktree of the first commit.
  func worktree() throws -> String { "\(path(".build/tidemark/against"))/\(try head())" }

  func write(_ text: String, to name: String) throws {
    try package.write(text, to: folder.isEmpty ? name : "\(folder)/\(name)")
  }

  func fake(_ name: String) -> String? { package.read("fake/\(name)") }
  func setFake(_ name: String) throws { try package.write("", to: "fake/\(name)") }
  func clearFake(_ name: String) {
    try? FileManager.default.removeItem(atPath: package.path("fake/\(name)"))
  }
  func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// What the programs were called with, one run on a line.
  var runs: [String] { (fake("runs") ?? "").split(separator: "\n").map(String.init) }
  var calls: [String] { (fake("calls") ?? "").split(separator: "\n").map(String.init) }

  @discardableResult
  func git(_ arguments: String..., at folder: String? = nil) throws -> String {
    // What the developer has configured is none of the tests' business.
    let variables = ProcessInfo.processInfo.environment.merging(
      ["GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"]
    ) { $1 }
    let outcome = try Program.run(
      [
        "/usr/bin/env", "git", "-C", folder ?? package.root, "-c", "user.name=a", "-c",
        "user.email=a@localhost",
      ] + arguments, environment: variables)
    return outcome.output.trimmingCharacters(in: .newlines)
  }

  func commit(_ message: String) throws { try git("commit", "-q", "-m", message) }
  func head() throws -> String { try git("rev-parse", "HEAD") }

  /// What has to stay as it is: the index and every file of the checkout that git may know of.
  func checkout() throws -> [String] {
    let index = try Data(contentsOf: URL(fileURLWithPath: package.path(".git/index")))
    return [
      index.base64EncodedString(), try git("--no-optional-locks", "status", "--porcelain"),
      try git("--no-optional-locks", "diff", "HEAD"), try head(), try git("stash", "list"),
    ]
  }

  func start(_ arguments: [String], _ variables: [String: String] = [:]) throws -> Program {
    try package.start(arguments, variables, in: folder.isEmpty ? package.root : root)
  }

  func run(_ arguments: String..., variables: [String: String] = [:]) throws -> Program.Outcome {
    try start(["bench"] + arguments, variables).finish()
  }
}
