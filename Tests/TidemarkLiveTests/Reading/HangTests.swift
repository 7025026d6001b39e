import Foundation
import TestSupport
import Testing
import TidemarkLedger
import TidemarkSymbols

@testable import TidemarkLive

/// What can be read of a process that does not go on.
@Suite(.serialized) struct HangTests {
  @Test(.enabled(if: !isSanitized, "threads are not hooked beside a sanitizer"))
  func stuckPoolShowsWhatBlocksIt() throws {
    let program = try WatchedProgram("stuck")
    let source = try program.source()
    // Where the process may not use all processors, Dispatch starts more threads than it may use, and
    // a second later; the task of `main` may get one of those and then sleep.
    let isRestricted = source.description.processors < sysconf(Int32(_SC_NPROCESSORS_CONF))
    var width = isRestricted ? 0 : source.description.processors
    try program.wait("all threads of the pool are blocked") {
      let running = try source.snapshot(asking: []).figures.tasksRunning ?? 0
      if running == width { return running > 0 }
      if isRestricted {
        width = running
        usleep(2_000_000)
      }
      return false
    }
    let asleep = isRestricted ? try source.snapshot(asking: []).figures.tasksSuspended ?? 0 : 0
    let waiting = 65 - width - asleep
    // Nobody asked for times when they began, so that their executor is not known, and not nothing.
    let first = try source.snapshot(asking: [])
    #expect(first.executors.map(\.name) == ["global"])
    #expect(first.executors.first?.queued == waiting)
    #expect(first.executors.allSatisfy { $0.running == nil })
    #expect(first.unavailable["executorsRunning"] != nil)
    let list = try source.tasks(TaskQuery(stacks: true))
    // Of the 64 that block, and the one of `main`.
    let running = list.tasks.filter { $0.state == .running }
    #expect(running.count == width)
    #expect(list.tasks.count { $0.state == .enqueued && $0.executorName == "global" } == waiting)
    let threads = Set(running.compactMap(\.thread))
    #expect(threads.count == width)
    #if arch(x86_64)
      let line = try line("blocks", in: "Work.swift")
      #expect(running.allSatisfy { $0.stack?.has("Work.swift", line) == true })
    #endif
    let figures = try source.snapshot(asking: []).figures
    #expect(figures.tasksLive == 65)
    #expect(figures.tasksEnqueued == waiting)
    #expect(figures.tasksSuspended == asleep)
    let workers = try source.snapshot(asking: []).workers
    #expect(Set(workers.filter { $0.task != nil }.map(\.thread)) == threads)
    #expect(workers.filter { $0.task != nil }.allSatisfy { $0.kind == .pool })
  }

  #if arch(x86_64)
    @Test func blockedTaskShowsCallsAndTheAsyncFunctionsBehindThem() throws {
      let program = try WatchedProgram("blocked")
      let source = try program.source()
      let lines = try ["halt", "below", "above"].map { try line($0, in: "Scenes.swift") }
      var stack: [Frame] = []
      try program.wait("it sleeps in the kernel") {
        stack = try source.tasks(TaskQuery(stacks: true)).tasks.last?.stack ?? []
        return stack.count { $0.line.map(lines.contains) ?? false } == 3
      }
      #expect(stack.compactMap(\.line).filter(lines.contains) == lines)
      #expect(stack.first?.image?.hasPrefix("libc.so") == true)
      // Nothing of the runtime's, which called the task.
      #expect(!stack.contains { $0.image?.hasPrefix("libdispatch") == true })
    }

    @Test(.enabled(if: !isSanitized, "threads are not hooked beside a sanitizer"))
    func everyThreadThatWaitsHasAWholeStack() throws {
      let program = try WatchedProgram("actor", "1")
      let source = try program.source()
      let code = try #require(CodeMap(pid: program.pid))
      let images = FrameTables(memory: source.memory) { source.names.file(of: $0) }
      var stacks: [Int: NativeStack] = [:]
      // One that runs has no stack that could be read.
      try program.wait("all threads wait") {
        let threads = source.ledger.threads().filter { $0.id != 0 }
        stacks = [:]
        for thread in threads {
          stacks[thread.id] = NativeStack(
            thread: thread.id, of: program.pid, memory: source.memory, code: code, images: images)
        }
        return threads.count > 3 && stacks.count == threads.count
      }
      for (thread, stack) in stacks {
        #expect(stack.places.count > 3)
        #expect(stack.isWhole, "thread \(thread): \(stack.places)")
      }
    }
  #endif

  @Test func stoppedProcessIsSaidToBeAndReadAllTheSame() throws {
    let program = try WatchedProgram("suspended", "50")
    let source = try program.source()
    try program.wait("all wait") {
      try source.tasks(TaskQuery()).tasks.count { $0.state == .suspended } == 51
    }
    program.signal(SIGSTOP)
    try program.wait("it is stopped") { try source.snapshot(asking: []).process.isStopped }
    #expect(
      try source.tasks(TaskQuery(stacks: true)).tasks.count { $0.stack?.isEmpty == false } == 51)
    program.signal(SIGCONT)
    try program.wait("it goes on") { try !source.snapshot(asking: []).process.isStopped }
  }
}
