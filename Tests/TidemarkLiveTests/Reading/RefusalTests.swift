import Foundation
import TestSupport
import Testing
import TidemarkLedger

@testable import TidemarkLive

/// What is shown of a process whose memory the kernel does not let a viewer read, and what is said.
@Suite struct RefusalTests {
  @Test func whatTheLedgerSaysIsShownAndTheRestHasAReason() throws {
    let program = try WatchedProgram("family", "3")
    let source = try program.source()
    try program.wait("all tasks wait") {
      try source.snapshot(asking: []).figures.tasksSuspended == 6
    }
    let (snapshot, list) = try without(.readingMemory) {
      (try source.snapshot(asking: []), try source.tasks(TaskQuery(stacks: true)))
    }
    #expect(snapshot.figures.tasksLive == 6 && snapshot.figures.tasksCreated == 6)
    #expect(snapshot.figures.tasksSuspended == 6)
    #expect(snapshot.figures.resident != nil && snapshot.workers.count > 1)
    #expect(snapshot.figures.timersPending == nil && snapshot.executors.isEmpty)
    let reason = try #require(snapshot.unavailable["timersPending"])
    #expect(reason.contains("memory of process \(program.pid)") && reason.contains("; run "))
    #expect(snapshot.unavailable["executors"] == reason)
    #expect(list.total == 6 && list.tasks.count == 6)
    #expect(list.tasks.allSatisfy { !$0.creation.isEmpty && $0.age > 0 })
    #expect(list.tasks.allSatisfy { $0.id == 0 && $0.state == nil && $0.stack == nil })
    for absent in ["id", "name", "parent", "priority", "state", "waitsFor", "stack"] {
      #expect(list.unavailable[absent] == reason, "\(absent)")
    }
    // The thread alone was refused.
    #expect(try source.tasks(TaskQuery()).tasks.allSatisfy { $0.state == .suspended })
    #expect(try source.tasks(TaskQuery()).unavailable.isEmpty)
  }

  private static let scope = "kernel.yama.ptrace_scope"

  /// For each setting of the kernel, what is said to root and to others.
  @Test func theReasonNamesTheNextStep() {
    func reason(_ scope: Int?, isRoot: Bool = false, code: Int32 = EPERM) -> String {
      MemoryRefusal(pid: 7, code: code, scope: scope, isRoot: isRoot).description
    }
    for scope in [nil, 0] { #expect(reason(scope).hasSuffix("; run as root")) }
    let one = reason(1)
    #expect(one.contains("only root and a process's parent"))
    #expect(one.contains("(\(Self.scope) is 1)"))
    #expect(one.contains("run as root") && one.contains("`sysctl \(Self.scope)=0`"))
    #expect(one.contains("prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0)"))
    let two = reason(2)
    #expect(two.contains("only root") && two.contains("is 2") && two.contains("sysctl"))
    // Then nothing that the program asks for is of any use.
    #expect(!two.contains("PTRACER"))
    for isRoot in [true, false] {
      let three = reason(3, isRoot: isRoot)
      #expect(three.contains("nobody") && three.contains("starts anew"))
      #expect(!three.contains("sysctl"))
    }
    for scope in [nil, 0, 1, 2] {
      #expect(reason(scope, isRoot: true).contains("--cap-add SYS_PTRACE"))
      #expect(!reason(scope, isRoot: true).contains("run as root"))
    }
    #expect(reason(1, code: ENOSYS).contains("seccomp profile"))
    #expect(reason(1, code: ESRCH).contains("can't be read: No such process"))
  }

  @Test(.enabled(if: geteuid() == 0)) func aProcessWithMoreRightsIsRefusedByName() throws {
    let program = try WatchedProgram("idle")
    try program.awaitLine("ready")
    let process = try #require(try program.listed().first)
    let error = try without(.tracing) {
      do throws(LedgerError) {
        _ = try MappedLedger(process)
        return nil as LedgerError?
      } catch {
        return error
      }
    }
    #expect(error == .withheld(pid: program.pid, reason: "Permission denied"))
    #expect("\(try #require(error))".contains("capability SYS_PTRACE"))
  }

  @Test(.enabled(if: geteuid() == 0)) func aProcessThatChangesItsUserGoesOnBeingWatched() throws {
    let program = try WatchedProgram("family", "3")
    let source = try program.source()
    #expect(try source.snapshot(asking: []).process.user == ProcessFolder.name(ofUser: 0))
    try program.wait("all tasks wait") {
      try source.snapshot(asking: []).figures.tasksSuspended == 6
    }
    try program.order("change 65534", answer: "changed")
    let user = ProcessFolder.name(ofUser: 65534)
    #expect(try source.snapshot(asking: []).process.user == user)
    #expect(try source.tasks(TaskQuery()).tasks.count { $0.state == .suspended } == 6)
    // Who comes later sees the same.
    #expect(try program.source().snapshot(asking: []).process.user == user)
    try program.order("stop", answer: "stopped")
    #expect(try program.listed().isEmpty)
    // It can't show itself again as another user, which is an error and no more than that.
    let error = try program.order("start", answer: "error:")
    #expect(error.contains("Permission denied") && error.contains("set TIDEMARK_DIR"))
    try program.give("exit 5")
    #expect(try program.finish().code == 5)
    // What it may no longer remove goes with the next look.
    #expect(program.files.count == 1)
    #expect(try program.listed().isEmpty && program.files.isEmpty)
  }
}
