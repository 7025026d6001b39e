import Foundation
import TestSupport
import Testing
import TidemarkLedger

@testable import TidemarkLive

/// What becomes of a viewer when the process ends, becomes another one or has broken memory.
@Suite(.serialized) struct EndingTests {
  /// Looks at the process as fast as it goes until it can't be read any more, and returns why.
  private func watch(_ source: LocalSource, meanwhile act: () -> Void) throws -> SourceError {
    for round in 0..<1_000_000 {
      if round == 20 { act() }
      do throws(SourceError) {
        _ = try source.snapshot(asking: [])
        _ = try source.tasks(TaskQuery(stacks: round % 4 == 0))
      } catch {
        return error
      }
    }
    throw WatchedProgram.Late(what: "it ends")
  }

  @Test func killedProcessHasEnded() throws {
    let program = try WatchedProgram("mixed")
    let error = try watch(program.source()) { program.signal(SIGKILL) }
    #expect(error == .ended(Ending(of: program.pid, .signalled(SIGKILL))))
    #expect("\(error)" == "process \(program.pid) has ended: SIGKILL")
    _ = try program.finish()
    #expect(try program.listed().isEmpty)
  }

  /// Whether the system tells others than the parent what a process ended with that is gone.
  private static let keepsStatus: Bool = {
    var system = utsname()
    uname(&system)
    let release = withUnsafeBytes(of: &system.release) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let numbers = release.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    return numbers.lexicographicallyPrecedes([6, 15]) == false
  }()

  @Test(arguments: [false, true], ["exit 3", "_exit 0", "crash"])
  func whatAProcessEndsWithIsToldToOthers(isTaken: Bool, order: String) throws {
    let program = try WatchedProgram("idle")
    let source = try program.source()
    try program.give(order)
    // The parent of the program is this process, which takes the status or leaves it.
    if isTaken { _ = try program.finish() }
    let expected: Ending.Manner =
      order == "crash" ? .signalled(SIGABRT) : .exited(order == "exit 3" ? 3 : 0)
    try program.wait("it ends") {
      do throws(SourceError) {
        _ = try source.snapshot(asking: [])
        return false
      } catch {
        guard case .ended(let ending) = error else { throw error }
        if isTaken, !Self.keepsStatus {
          #expect("\(ending)".contains("only its parent is told"))
        } else {
          #expect(ending.manner == expected)
        }
        return true
      }
    }
    let descriptor = try #require(source.endDescriptor)
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&waiting, 1, 0) == 1, "a viewer is not woken")
  }

  @Test(arguments: ["become sleep", "become"])
  func processThatBecomesAnotherProgramHasEnded(order: String) throws {
    // The second is the same executable anew: with the same id, start and path.
    let program = try WatchedProgram("mixed")
    let error = try watch(program.source()) { try? program.give(order) }
    guard case .ended(let how) = error else {
      Issue.record("\(error)")
      return
    }
    #expect("\(how)".contains("become another program"))
    #expect(how.label == "another program")
  }

  /// The process may end between any two looks at its files.
  @Test func theUserOfAProcessThatEndsIsNotKnown() throws {
    for _ in 0..<30 {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sleep")
      process.arguments = ["600"]
      try process.run()
      let folder = ProcessFolder(pid: Int(process.processIdentifier))
      #expect(folder.user(ofThreads: []) == getuid())
      kill(process.processIdentifier, SIGKILL)
      while folder.user(ofThreads: []) != nil {}
    }
  }

  @Test func brokenMemoryIsSaidToBeAndHarmsNobody() throws {
    let program = try WatchedProgram("corrupt", "20")
    let source = try program.source()
    let list = try source.tasks(TaskQuery(stacks: true))
    #expect(list.total == 21)
    #expect(list.tasks.count { $0.state == nil } == 5)
    #expect(list.unavailable["state"]?.contains("5 tasks") == true)
    // Those whose lists go in circles or nowhere are read as far as that goes.
    let waiting = list.tasks.filter { $0.state == .suspended && $0.id != WatchedProgram.mainTask }
    #expect(waiting.count == 15)
    #expect(try source.snapshot(asking: []).figures.tasksLive == 21)
  }

  @Test func tasksThatComeAndGoAreNeverCountedWrong() throws {
    let program = try WatchedProgram("bursts", "500")
    let source = try program.source()
    for round in 0..<40 {
      let figures = try source.snapshot(asking: []).figures
      let live = try #require(figures.tasksLive)
      // The one of `main`, the one that makes them, and what it has made.
      #expect((0...502).contains(live), "round \(round)")
      #expect((0...502).contains(try #require(figures.tasksEnqueued)))
      let list = try source.tasks(TaskQuery(stacks: round % 10 == 0))
      #expect(list.total <= 502)
      #expect(list.unavailable.isEmpty)
      #expect(list.tasks.allSatisfy { $0.id != 0 })
    }
  }

  @Test func reasonsFollowFromWhatCouldBeHooked() {
    let all: Ledger.Capabilities = [.scheduler, .context, .switches, .threads]
    #expect(
      Set(LocalSource.unavailable(all).keys) == ["allocations", "bytesAllocated", "heapInUse"])
    #expect(LocalSource.unavailable(all.union(.heap)).isEmpty)
    // What is in use is the only one of them that the process itself can say.
    #expect(LocalSource.unavailable(all)["heapInUse"]?.contains("`Agent.listen`") == true)
    #expect(LocalSource.unavailable(all)["allocations"]?.contains("`Agent.listen`") == false)
    let owned = LocalSource.unavailable(all.union(.sanitizer))
    #expect(owned["heapInUse"] == "a sanitizer owns the allocator")
    #expect(LocalSource.unavailable([.off])["tasksLive"]?.contains("TIDEMARK=off") == true)
    #expect(LocalSource.unavailable([.staticRuntime])["hops"]?.contains("statically") == true)
    #expect(LocalSource.unavailable([.unknownLayout])["jobsRun"]?.contains("6.3") == true)
    #expect(LocalSource.unavailable([.sanitizer])["poolThreads"]?.contains("sanitizer") == true)
    // Where the runtime is part of the program, nothing tells the pool's threads from others.
    let threads = LocalSource.unavailable([.threads, .staticRuntime])
    #expect(!LocalSource.seesThreads([.threads, .staticRuntime]))
    for name in ["poolThreads", "poolThreadsCreated", "threadsCreated", "workers"] {
      #expect(threads[name]?.contains("statically") == true)
    }
  }
}
