import Foundation
import TestSupport
import Testing

/// Whether this process may put another file in the place of one of the system's, for a child.
private let canReplaceFiles =
  (try? Program.run([
    "/usr/bin/unshare", "-rm", "/bin/mount", "--bind", "/proc/uptime", "/proc/loadavg",
  ]))?
  .code == 0

@Suite(.enabled(if: canReplaceFiles, "needs a mount namespace of its own"))
struct BusyMachineTests {
  /// Compares benchmarks on a machine with a load.
  private func bench(load: String) throws -> Program.Outcome {
    let package = try BenchPackage()
    try package.write("\(load) 1.00 1.00 1/100 1\n", to: ".build/loadavg")
    let script = #"mount --bind .build/loadavg /proc/loadavg && exec "$@""#
    return try Program.run(
      [
        "/usr/bin/unshare", "-rm", "/bin/sh", "-c", script, "sh", FakePackage.tool, "bench",
        "--against", "HEAD", "--repetitions", "9",
      ],
      in: package.root, environment: ["PATH": "\(package.root)/bin:/usr/bin:/bin"])
  }

  @Test func loadThatScattersTimesIsSaid() throws {
    let busy = try bench(load: "9999.50")
    #expect(busy.code == 0, "\(busy.errors)")
    #expect(
      busy.output.contains(/the machine was busy \(load 9,999\.5 on [0-9]+ processors\): times/))
    let quiet = try bench(load: "0.01")
    #expect(quiet.code == 0, "\(quiet.errors)")
    #expect(!quiet.output.contains("busy"))
    #expect(quiet.output.contains("load 0.0"))
  }
}
