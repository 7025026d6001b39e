import Tidemark
import TidemarkBaselines
import TidemarkLedger

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Checks every counter against work whose figures are known by construction.
@main
struct Doctor {
  static func main() async {
    for line in Platform.lines { print(line) }
    let checks = await Workload().run()
    for check in checks { print(check.line) }
    let seen = Set(checks.map(\.metric))
    for metric in Metric.allCases where !seen.contains(metric) {
      print("WRONG        \(metric.name) is checked by nothing")
    }
    let wrong = checks.filter(\.isWrong).count
    let hasScheduler = checks.contains { $0.metric == .tasksCreated && $0.figure.value != nil }
    if wrong > 0 {
      print("\(wrong) figures are wrong on this runtime; do not trust a comparison made here")
    } else if !hasScheduler {
      print("the probe cannot see this runtime's tasks; no comparison can be made here")
    } else {
      print("every figure is right")
    }
    exit(wrong > 0 || !hasScheduler || seen.count < Metric.allCases.count ? 4 : 0)
  }
}

/// What the doctor runs on.
enum Platform {
  static var lines: [String] {
    guard let ledger = Bracket.processLedger else {
      return ["platform      there is no probe on this platform"]
    }
    let names: [(Ledger.Capabilities, String)] = [
      (.scheduler, "scheduler"), (.context, "context"), (.switches, "switches"),
      (.threads, "threads"), (.heap, "heap"), (.objects, "objects"),
      (.unknownLayout, "unknown-layout"), (.sanitizer, "sanitizer"), (.off, "off"),
      (.staticRuntime, "static-runtime"),
    ]
    let there = names.filter { ledger.capabilities.contains($0.0) }.map(\.1)
    return [
      "platform      \(system) \(architecture)",
      "runtime       Swift \(runtime), task layout \(Bracket.runtimeLayout)",
      "ledger        version \(Ledger.version)",
      "capabilities  \(there.joined(separator: " "))",
    ]
  }

  private static var system: String {
    #if os(Linux)
      "linux"
    #else
      "other"
    #endif
  }

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  private static var runtime: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2 or earlier"
    #endif
  }
}
