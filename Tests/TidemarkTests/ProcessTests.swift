private import CTestSupport
import Foundation
import TestSupport
import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// Other processes, other images, and what the whole process holds.
@Suite(.serialized) struct ProcessTests {
  // A thread sanitizer forbids threads in a forked child.
  @Test(.enabled(if: probeCan([.heap, .threads]))) func forkedChildDoesNotWriteItsParentsLedger()
    async
  {
    _ = test_forkAndAllocate(1)
    let few = await bracketed { #expect(test_forkAndAllocate(1) == 7) }
    let many = await bracketed { #expect(test_forkAndAllocate(10_000) == 7) }
    #expect(few[.heapAllocations] == many[.heapAllocations])
    #expect(many[.threadsCreated] == 0)
    #expect(many[.threadsLeaked] == 0)
    #expect(many.losses.isEmpty)
  }

  @Test func switchedOffProbeCountsNothingAndDisturbsNothing() throws {
    let folder = URL(filePath: try #require(executablePath())).deletingLastPathComponent()
    var environment = ProcessInfo.processInfo.environment
    environment["TIDEMARK"] = "off"
    let outcome = try Program.run(
      [folder.appending(path: "TidemarkOverflow").path, "uncounted"], environment: environment)
    #expect(outcome.code == 0)
    #expect(outcome.output == "sum: 3200\ncounted: nothing\n")
  }

  // A thread sanitizer has threads of its own, without which a child does not go far.
  @Test(.enabled(if: probeCan([.heap, .threads]))) func forkedChildSaysWhyItHasNoFigures() throws {
    let folder = URL(filePath: try #require(executablePath())).deletingLastPathComponent()
    var environment = ProcessInfo.processInfo.environment
    environment["TIDEMARK"] = nil
    let outcome = try Program.run(
      [folder.appending(path: "TidemarkOverflow").path, "forked"], environment: environment)
    #expect(outcome.code == 0)
    let output = outcome.output.split(separator: "\n")
    #expect(output.contains("exit: 7"))
    for metric in ["tasks.created", "hops", "heap.allocations", "threads.created"] {
      #expect(output.contains("child \(metric): nothing is counted in a forked child"))
    }
    #expect(output.contains("child status: notCompared"))
    #expect(output.contains("parent heap.allocations: 100"))
    #expect(output.contains("parent status: level"))
  }

  @Test func spawnedProgram() async {
    let usage = await bracketed { #expect(test_spawn("/bin/true") == 0) }
    #expect(usage[.tasksCreated] == 0)
    #expect(usage.losses.isEmpty)
  }

  @Test(.enabled(if: probeCan(.heap))) func codeThatIsLoadedLaterIsCounted() async throws {
    // A library that the loader does not have yet, whose calls still reach the hooks.
    let handle = try #require(dlopen("libz.so.1", RTLD_NOW) ?? dlopen("libm.so.6", RTLD_NOW))
    defer { dlclose(handle) }
    guard let symbol = dlsym(handle, "deflateInit_") else { return }
    typealias Start =
      @convention(c) (UnsafeMutableRawPointer, CInt, UnsafePointer<CChar>, CInt) -> CInt
    let start = unsafeBitCast(symbol, to: Start.self)
    let usage = await bracketed {
      var stream = [UInt8](repeating: 0, count: 112)
      stream.withUnsafeMutableBytes { stream in
        if let base = stream.baseAddress { #expect(start(base, 6, "1.2.11", 112) == 0) }
      }
    }
    #expect(usage[.heapAllocations] ?? 0 >= 5)
  }

  @Test func leakedFile() async throws {
    let bracket = Bracket.open()
    let low = open("/dev/null", O_RDONLY)
    // Tests that run beside open and close files as well, so the number is one they don't get.
    let descriptor = fcntl(low, F_DUPFD, 900)
    close(low)
    bracket.leave()
    let usage = bracket.close()
    close(descriptor)
    #expect(
      usage.leakedFiles.contains { $0.descriptor == Int(descriptor) && $0.target == "/dev/null" })
    #expect(usage[.filesLeaked] ?? 0 >= 1)
  }
}
