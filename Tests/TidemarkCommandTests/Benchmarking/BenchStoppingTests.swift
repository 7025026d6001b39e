import Foundation
import TestSupport
import Testing
import TidemarkBaselines

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct BenchStoppingTests {
  private let package: BenchPackage

  init() throws {
    package = try BenchPackage()
    try package.write("110", to: "time")
  }

  private func commandLine(_ pid: Int32) -> [UInt8] {
    (try? Files.read("/proc/\(pid)/cmdline")) ?? []
  }

  private func number(_ name: String) async throws -> Int32 {
    for _ in 0..<1500 {
      if let pid = package.fake(name).flatMap({ Int32($0.filter(\.isNumber)) }) { return pid }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw CocoaError(.fileNoSuchFile)
  }

  private func isGone(_ pid: Int32) async throws -> Bool {
    for _ in 0..<100 where !commandLine(pid).isEmpty {
      try await Task.sleep(for: .milliseconds(20))
    }
    return commandLine(pid).isEmpty
  }

  @Test(arguments: [SIGINT, SIGTERM], ["hangs", "hangs-again", "build-hangs"])
  func signalLeavesNothing(signal: Int32, place: String) async throws {
    let before = try package.checkout()
    try package.setFake(place)
    let running = try package.start(["bench", "--against", "main"])
    let child = try await number("pid")
    try await Task.sleep(for: .milliseconds(100))
    #expect(package.exists(try package.worktree()))
    kill(running.pid, signal)
    let start = ContinuousClock.now
    let outcome = try running.finish()
    #expect(ContinuousClock.now - start < .seconds(30))
    #expect(outcome.code == 128 + signal)
    #expect(outcome.errors.contains("nothing was recorded"))
    #expect(try await isGone(child))
    if place == "build-hangs" { #expect(try await isGone(number("grandchild"))) }
    #expect(!package.exists(package.path(".build/tidemark/against")))
    #expect(try package.git("worktree", "list").split(separator: "\n").count == 1)
    #expect(try package.checkout() == before)
  }

  /// Kills the command while the programs run, and returns the worktree that it leaves.
  private func leftover() async throws -> String {
    try package.setFake("hangs")
    let running = try package.start(["bench", "--against", "main"])
    let child = try await number("pid")
    kill(running.pid, SIGKILL)
    kill(-child, SIGKILL)
    _ = try running.finish()
    package.clearFake("hangs")
    package.clearFake("pid")
    let worktree = try package.worktree()
    #expect(package.exists("\(worktree)/program.sh"))
    return worktree
  }

  @Test func worktreeOfAKilledCommandIsReused() async throws {
    let before = try package.checkout()
    let worktree = try await leftover()
    let file = "\(worktree)/.build/mark"
    try Data().write(to: URL(fileURLWithPath: file))
    #expect(try package.run("--against", "main", "--keep").code == 1)
    #expect(package.exists(file))
    #expect(try package.run("--against", "main").code == 1)
    #expect(!package.exists(worktree))
    #expect(try package.checkout() == before)
  }

  @Test func halfMadeWorktreeIsMadeAnew() async throws {
    let worktree = try await leftover()
    try Data("making".utf8).write(to: URL(fileURLWithPath: worktree + ".tidemark"))
    try FileManager.default.removeItem(atPath: "\(worktree)/program.sh")
    try package.git("worktree", "lock", "--reason", "initializing", worktree)
    let outcome = try package.run("--against", "main")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(!package.exists(worktree))
  }

  @Test func folderThatSomebodyRemovedIsNoObstacle() async throws {
    _ = try await leftover()
    try FileManager.default.removeItem(atPath: package.path(".build"))
    let outcome = try package.run("--against", "main")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(try package.git("worktree", "list").split(separator: "\n").count == 1)
  }

  @Test func changedAndLockedWorktreesAreLeftAlone() async throws {
    let worktree = try await leftover()
    try Data("999".utf8).write(to: URL(fileURLWithPath: "\(worktree)/time"))
    let changed = try package.run("--against", "main")
    #expect(changed.code == 4)
    #expect(changed.errors.contains("has changes (time)"), "\(changed.errors)")
    #expect(try String(contentsOfFile: "\(worktree)/time", encoding: .utf8) == "999")
    try package.git("checkout", "-q", ".", at: worktree)
    try package.git("worktree", "lock", worktree)
    let locked = try package.run("--against", "main")
    #expect(locked.code == 4)
    #expect(locked.errors.contains("git worktree unlock"), "\(locked.errors)")
    try package.git("worktree", "unlock", worktree)
    #expect(try package.run("--against", "main").code == 1)
    #expect(!package.exists(worktree))
  }

  @Test func worktreeAndFolderOfTheUserAreLeftAlone() throws {
    let mine = package.path(".build/mine")
    try package.git("worktree", "add", "--detach", mine, "HEAD")
    let foreign = try package.run("--against", "main", "--worktree", mine)
    #expect(foreign.code == 4)
    #expect(foreign.errors.contains("this command did not make"), "\(foreign.errors)")
    #expect(package.exists("\(mine)/program.sh") && !package.exists(mine + ".tidemark"))
    try package.write("note", to: ".build/notes/note")
    let folder = try package.run("--against", "main", "--worktree", package.path(".build/notes"))
    #expect(folder.code == 4)
    #expect(folder.errors.contains("is in the way"), "\(folder.errors)")
    #expect(package.exists(package.path(".build/notes/note")))
    let checkout = try package.run("--against", "main", "--worktree", package.root)
    #expect(checkout.code == 4)
    #expect(package.exists(package.path("program.sh")))
  }

  @Test func twoCommandsDoNotShareAWorktree() async throws {
    try package.setFake("hangs")
    let first = try package.start(["bench", "--against", "main"])
    let child = try await number("pid")
    let second = try package.run("--against", "main")
    #expect(second.code == 4)
    #expect(second.errors.contains("another `tidemark bench` uses"), "\(second.errors)")
    #expect(package.exists(try package.worktree()))
    kill(first.pid, SIGTERM)
    #expect(try first.finish().code == 128 + SIGTERM)
    #expect(try await isGone(child))
  }

  @Test func programThatHangsIsGivenUp() throws {
    try package.setFake("hangs")
    let outcome = try package.run("--against", "main", "--timeout", "1")
    #expect(outcome.code == 2)
    #expect(outcome.output.contains("not done after 1 s"))
    #expect(!package.exists(try package.worktree()))
  }
}
