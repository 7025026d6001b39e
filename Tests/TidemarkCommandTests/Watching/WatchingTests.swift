import Foundation
import TestSupport
import Testing
import TidemarkLive

@testable import TidemarkCommand

/// The commands that look at a process, at a real one.
@Suite struct WatchingTests {
  /// Runs the command with the folder of a watched program.
  private func tidemark(
    _ arguments: [String], folder: String, _ variables: [String: String] = [:]
  ) throws -> Program.Outcome {
    var environment = ["PATH": "/usr/bin:/bin", "TIDEMARK_DIR": folder]
    environment.merge(variables) { $1 }
    return try Program.run([FakePackage.tool] + arguments, environment: environment)
  }

  private func withWatched(
    _ arguments: String = "idle", _ body: (WatchedProgram) throws -> Void
  ) throws {
    let watched = try WatchedProgram(arguments)
    try watched.awaitLine("ready")
    try body(watched)
  }

  @Test func withoutAProcessItSaysHowToGetOne() throws {
    let nowhere = "/tmp/tidemark-nowhere-\(UUID().uuidString)"
    let list = try tidemark(["list"], folder: nowhere)
    #expect(list.code == 0 && list.output.isEmpty)
    #expect(list.errors.contains("tidemark run -- PROGRAM"))
    #expect(try tidemark(["-l", "--json"], folder: nowhere).output == "[]\n")
    for arguments in [[], ["watch"], ["top"], ["server"], ["999999999"]] {
      let outcome = try tidemark(arguments, folder: nowhere)
      #expect(outcome.code == 4 && outcome.output.isEmpty, "\(arguments)")
      #expect(outcome.errors.hasPrefix("tidemark: error: "), "\(outcome.errors)")
    }
  }

  @Test func aMistypedCommandIsWrongUsage() throws {
    for arguments in [["chekc"], ["chekc", "--confirm", "3"], ["lits", "--json"]] {
      let outcome = try tidemark(arguments, folder: "/tmp/tidemark-nowhere")
      #expect(outcome.code == 64)
      #expect(outcome.errors.contains("did you mean `tidemark "))
    }
    #expect(try tidemark(["watch", "--interval", "0"], folder: "/tmp").code == 64)
    #expect(try tidemark(["--json"], folder: "/tmp").code == 64)
    #expect(try tidemark(["run"], folder: "/tmp").code == 64)
  }

  @Test func aProcessIsListed() throws {
    try withWatched("mixed") { watched in
      let text = try tidemark(["-l"], folder: watched.folder)
      #expect(text.code == 0)
      let lines = text.output.split(separator: "\n")
      // What another program reads is not cut.
      #expect(lines.count == 2 && lines.last?.hasSuffix("  \(WatchedProgram.path)") == true)
      #expect(lines[1].contains("\(watched.pid)") && lines[1].contains("TidemarkWatched"))
      let json = try tidemark(["list", "--json"], folder: watched.folder)
      let listings = try JSONDecoder().decode([ProcessListing].self, from: Data(json.output.utf8))
      let listing = try #require(listings.first)
      #expect(listing.pid == watched.pid && listing.path == WatchedProgram.path)
      #expect(listing.user != nil && listing.unreadable == nil && !listing.isStopped)
      #expect(try #require(listing.tasks) >= 21)
      #expect(try #require(listing.threads) >= 2)
      #expect(try #require(listing.resident) > 1 << 20)
      #expect(try #require(listing.uptime) < 600 * 1_000_000_000)
    }
  }

  @Test func aStoppedProcessIsMarked() throws {
    try withWatched { watched in
      watched.signal(SIGSTOP)
      try wait {
        try tidemark(["list"], folder: watched.folder).output.contains("TidemarkWatched (stopped)")
      }
      watched.signal(SIGCONT)
    }
  }

  @Test func aProcessThatCannotBeReadIsListedWithTheReason() throws {
    try withWatched { watched in
      let file = "\(watched.folder)/\(try #require(watched.files.first))"
      // As another version of Tidemark would have it: in place, so that the lock is the owner's.
      let handle = try #require(FileHandle(forWritingAtPath: file))
      try handle.write(contentsOf: Data("tidemark 6\nfd 0\n".utf8))
      try handle.truncate(atOffset: 16)
      try handle.close()
      let outcome = try tidemark(["list"], folder: watched.folder)
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("\(watched.pid) can't be read: this is not a ledger"))
      let watch = try tidemark(["watch", "-n1"], folder: watched.folder)
      #expect(watch.code == 4 && watch.errors.contains("this is not a ledger"))
    }
  }

  @Test func aProcessIsWatchedByIdByNameAndAlone() throws {
    try withWatched { watched in
      for target in [["\(watched.pid)"], ["TidemarkW"], []] {
        let outcome = try tidemark(
          ["watch"] + target + ["-i", "0.05", "-n3"], folder: watched.folder)
        #expect(outcome.code == 0)
        #expect(outcome.output.split(separator: "\n").count == 4)
        #expect(outcome.errors == "tidemark: watching TidemarkWatched (\(watched.pid))\n")
      }
    }
  }

  @Test func everyLineIsAnObject() throws {
    try withWatched("bursts") { watched in
      let outcome = try tidemark(
        ["watch", "--json", "-i", "0.2", "-n3"], folder: watched.folder)
      let records = try outcome.output.split(separator: "\n").map {
        try JSONDecoder().decode(WatchRecord.self, from: Data($0.utf8))
      }
      #expect(records.count == 3 && outcome.errors.isEmpty)
      #expect(records[0].rates == nil)
      let rates = try #require(records[2].rates)
      #expect(try #require(rates.tasksCreated) > 1000)
      #expect((0.15...2).contains(rates.seconds))
    }
  }

  @Test func theEndOfTheProcessIsAnEnd() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    let viewer = try Program(
      [FakePackage.tool, "watch", "\(watched.pid)", "-i", "0.05"],
      environment: ["TIDEMARK_DIR": watched.folder])
    try wait { viewer.outputSoFar.split(separator: "\n").count > 3 }
    try watched.give("exit 0")
    let outcome = try viewer.finish()
    #expect(outcome.code == 0)
    #expect(outcome.errors.contains("process \(watched.pid) has ended: exit 0"))
  }

  @Test func theEndOfTheProcessIsToldOverHTTP() throws {
    let watched = try WatchedProgram("idle")
    try watched.awaitLine("ready")
    let server = try Program(
      [FakePackage.tool, "serve", "\(watched.pid)", "--listen", "127.0.0.1:0"],
      environment: ["TIDEMARK_DIR": watched.folder])
    try wait { server.outputSoFar.contains("/\n") }
    let address = try #require(server.outputSoFar.split(separator: "/").dropFirst().first)
    let viewer = try Program([FakePackage.tool, "watch", "\(address)", "-i", "0.3"])
    try wait { viewer.outputSoFar.split(separator: "\n").count > 2 }
    try watched.give("exit 3")
    for outcome in [try viewer.finish(), try server.finish()] {
      #expect(outcome.code == 0)
      #expect(outcome.errors.contains("tidemark: process \(watched.pid) has ended: exit 3\n"))
    }
  }

  @Test func aRecordingHasAnEndAndIsNoProcess() throws {
    try withWatched("mixed") { watched in
      let file = watched.folder + "/a b.tidemark"
      let record = try tidemark(
        ["record", "\(watched.pid)", "-o", file, "--for", "0.6", "-i", "0.1"],
        folder: watched.folder)
      #expect(record.code == 0)
      // As it was called, and so that a shell takes it.
      #expect(record.errors.contains("tidemark: \(FakePackage.tool) replay '\(file)'\n"))
      let watch = try tidemark(["watch", file, "-i", "0.1"], folder: watched.folder)
      #expect(watch.code == 0)
      // The titles, and a line for each look.
      #expect(watch.output.split(separator: "\n").count >= 2)
      #expect(watch.errors == "tidemark: the recording a b.tidemark ends here\n")
      let json = try tidemark(
        ["watch", file, "--json", "-n", "1"], folder: watched.folder)
      #expect(json.code == 0 && json.errors.isEmpty)
      #expect(json.output.split(separator: "\n").count == 1)
      for command in ["serve", "record", "top"] {
        let outcome = try tidemark([command, file], folder: watched.folder)
        #expect(outcome.code == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("\nUsage: tidemark \(command) ["))
        #expect(
          outcome.errors.hasSuffix("  See 'tidemark \(command) --help' for more information.\n"))
      }
      let address = try tidemark(["serve", "127.0.0.1:9"], folder: watched.folder)
      #expect(address.code == 64 && address.errors.contains("no process of this machine"))
    }
  }

  @Test func aProcessIsWaitedFor() throws {
    let folder = "/tmp/tidemark-waited-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for target in [["TidemarkW"], []] {
      let viewer = try Program(
        [FakePackage.tool, "watch", "--wait", "-n1"] + target,
        environment: ["TIDEMARK_DIR": folder])
      try wait { viewer.errorsSoFar.contains("tidemark: waiting for a process ") }
      let watched = try WatchedProgram("idle", folder: folder)
      try watched.awaitLine("ready")
      let outcome = try viewer.finish()
      #expect(outcome.code == 0)
      #expect(outcome.errors.contains("watching TidemarkWatched (\(watched.pid))"))
    }
    for target in ["127.0.0.1:9", "a.tidemark"] {
      let outcome = try tidemark(["watch", "--wait", target], folder: folder)
      #expect(outcome.code == 64 && outcome.errors.contains("--wait is for a process"))
    }
  }

  @Test func aFolderThatIsElsewhereForOthersIsRefused() throws {
    for arguments in [["list"], ["watch"], ["targets"]] {
      let outcome = try tidemark(arguments, folder: "own")
      #expect(outcome.code == 4)
      #expect(outcome.errors.contains("TIDEMARK_DIR is 'own'"))
      #expect(outcome.errors.contains("a path that begins with /"))
    }
  }

  @Test func severalAreAskedForOrToldApart() throws {
    try withWatched { first in
      let second = try WatchedProgram("idle", folder: first.folder)
      try second.awaitLine("ready")
      for arguments in [["watch"], ["watch", "Tide"], []] {
        let outcome = try tidemark(arguments, folder: first.folder)
        #expect(outcome.code == 4)
        for pid in [first.pid, second.pid] {
          #expect(outcome.errors.contains("  tidemark \(pid)   TidemarkWatched"))
        }
      }
      #expect(try tidemark(["watch", "\(second.pid)", "-n1"], folder: first.folder).code == 0)
    }
  }

  @Test func aProcessThatIsNotShownHasAReason() throws {
    let off = try WatchedProgram("idle", variables: ["TIDEMARK": "off"])
    try off.awaitLine("ready")
    let outcome = try tidemark(["\(off.pid)"], folder: off.folder)
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("does not show itself: it runs with TIDEMARK=off"))
    try withWatched { watched in
      let elsewhere = try tidemark(["\(watched.pid)"], folder: "/tmp/tidemark-elsewhere")
      #expect(elsewhere.errors.contains("set TIDEMARK_DIR to that here"))
      #expect(elsewhere.errors.contains(watched.folder))
    }
  }

  @Test func whatMayNotBeReadHasADashAndAReason() throws {
    try withWatched("family") { watched in
      let folder = watched.folder
      for command in [
        ["tasks"], ["tasks", "--stack"], ["tree"], ["top", "-i", "0.05"], ["snapshot"],
      ] {
        let outcome = try without(.readingMemory) {
          try Program.run(
            [FakePackage.tool] + command,
            environment: ["PATH": "/usr/bin:/bin", "TIDEMARK_DIR": folder])
        }
        #expect(outcome.code == 0)
        let all = outcome.output + outcome.errors
        let reason = try #require(
          all.split(separator: "\n").first { $0.contains("no executors") || $0.contains("no id, ") }
        )
        // All of it, to what has to be done.
        #expect(reason.contains("memory of process \(watched.pid)") && reason.contains("; run "))
        #expect(!all.contains("…") || command[0] == "top")
        // A task whose id can't be read has none: 0 would be one.
        let lines = outcome.output.split(separator: "\n").map { $0.drop { $0 == " " } }
        #expect(
          !lines.contains { $0.hasPrefix("0 ") || $0.hasPrefix("0,") || $0.hasPrefix("task 0") })
        if command[0] != "snapshot" {
          #expect(lines.contains { $0.hasPrefix("-") || $0.hasPrefix("task -") })
        }
      }
      let list = try without(.readingMemory) {
        try Program.run([FakePackage.tool, "list"], environment: ["TIDEMARK_DIR": folder])
      }
      #expect(list.code == 0 && list.output.contains("TidemarkWatched") && list.errors.isEmpty)
    }
  }

  @Test func aLongLookIsAskedForAllTheWhile() throws {
    try withWatched("mixed") { watched in
      // Longer than the process goes on by itself to take times.
      let outcome = try tidemark(["top", "-i", "6", "--limit", "100"], folder: watched.folder)
      // NUMBER STATE EXECUTOR RUN% QUEUE% RUNS/s HOPS/s …, and a state may be of two words.
      let callers = outcome.output.matches(
        of: /(?m)^ +[2-5] .*? ([0-9.]+) +([0-9.]+) +([0-9,.]+) +[0-9,.]+ +[0-9]/)
      #expect(callers.count == 4, "\(outcome.output)")
      for caller in callers {
        let rate = String(caller.output.3).replacing(",", with: "")
        #expect(Double(rate) ?? 0 > 10)
      }
    }
  }

  @Test func theBusiestTasksAreOnTop() throws {
    try withWatched("mixed") { watched in
      let unsorted = try tidemark(["tasks", "--sort", "hops"], folder: watched.folder)
      #expect(unsorted.code == 0 && unsorted.errors.contains("there is nothing to sort by"))
      let outcome = try tidemark(["top", "-i", "0.3"], folder: watched.folder)
      #expect(outcome.code == 0)
      let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.count <= 80 })
      let title = try #require(lines.firstIndex { $0.hasPrefix("TASK") || $0.contains(" TASK ") })
      // The four callers do something, and the sleepers nothing.
      #expect(lines[title + 1].contains("caller"))
      #expect(lines.contains { $0.hasPrefix("global") })
    }
  }
}
