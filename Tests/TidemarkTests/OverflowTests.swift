import Foundation
import Testing
import Tidemark
import TidemarkLedger

/// What becomes of figures when a table of the ledger is full: each in a process of its own.
@Suite(.serialized, .enabled(if: isLongRun, "takes long: set TIDEMARK_LONG=1"))
struct OverflowTests {
  /// What the program printed: the text after a key.
  private struct Output {
    var lines: [Substring]

    subscript(key: String) -> String? {
      lines.first { $0.hasPrefix(key + ": ") }.map { String($0.dropFirst(key.count + 2)) }
    }

    func number(_ key: String) -> Int? { self[key].flatMap { Int($0) } }
  }

  private func run(_ table: String) async throws -> Output {
    let folder = URL(filePath: try #require(executablePath())).deletingLastPathComponent()
    let process = Process()
    process.executableURL = folder.appending(path: "TidemarkOverflow")
    process.arguments = [table]
    var environment = ProcessInfo.processInfo.environment
    environment["TIDEMARK"] = nil
    process.environment = environment
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = String(decoding: output, as: UTF8.self)
    return Output(lines: text.split(separator: "\n").map { Substring(String($0)) })
  }

  @Test func millionLiveTasks() async throws {
    let output = try await run("none")
    #expect(output.number("many tasks.created") == 1_000_000)
    #expect(output.number("many tasks.completed") == 1_000_000)
    #expect(output.number("many tasks.peakLive") == 1_000_000)
    #expect(output.number("many tasks.leaked") == 0)
    // The one who waits for them stands in line, too.
    #expect([1_000_000, 1_000_001].contains(output.number("many queue.peakDepth")))
    #expect(output["many status"] == "level")
    #expect(output.number("few tasks.created") == 1000)
    #expect(output.number("few tasks.peakLive") == 1000)
    #expect(output["few status"] == "level")
  }

  @Test func manyLeakedTasks() async throws {
    let output = try await run("leaks")
    #expect(output.number("many tasks.leaked") == 20_000)
    #expect(output.number("many tasks.created") == 20_000)
    #expect(output["many status"] == "risen")
  }

  /// Needs 3 GB, and several times as much with a sanitizer's.
  @Test(.enabled(if: probeCan(.heap))) func moreTasksThanRecords() async throws {
    let output = try await run("tasks")
    // What is counted needs no record and stays exact; what the records tell does not.
    #expect(output.number("many tasks.created") == 2_200_000)
    #expect(output.number("many tasks.completed") == 2_200_000)
    #expect(output.number("many tasks.peakLive") == 2_200_000)
    let lost = try #require(output.number("many lost task records"))
    #expect((102_849...110_000).contains(lost), "\(lost)")
    #expect(output["many status"] == "noVerdict")
    #expect(output["many note"] == "lost: \(lost) task records")
    #expect(output.number("few tasks.created") == 1000)
    #expect(output.number("few tasks.leaked") == 0)
    #expect(output["few status"] == "level")
  }

  @Test func moreMeasurementsThanScopes() async throws {
    let output = try await run("scopes")
    #expect(output.number("measurements") == 8190)
    for step in ["full", "again"] {
      #expect(output["\(step) tasks.created"] == "there was no room for another measurement")
      #expect(output["\(step) status"] == "noVerdict")
      #expect(
        output["\(step) note"] == """
          lost: 1 measured scopes, as too many earlier ones have left tasks or threads behind
          """)
    }
    #expect(output["listed"] == "0 tasks, 0 threads")
    #expect(output["alone"] == "false")
    #expect(output.number("after tasks.created") == 1)
    #expect(output["after status"] == "level")
  }

  @Test(.enabled(if: probeCan(.threads))) func moreThreadsThanRecords() async throws {
    let output = try await run("threads")
    #expect(output.number("started") == 2200)
    let lost = try #require(output.number("many lost events of threads without a record"))
    #expect(lost >= 2200 - 2048)
    #expect(output["many status"] == "noVerdict")
    #expect(output.number("few threads.created") == 1000)
    #expect(output.number("few threads.peak") == 1000)
    #expect(output.number("few threads.leaked") == 0)
    #expect(output["few status"] == "level")
  }

  @Test(.enabled(if: probeCan([.threads, .heap])))
  func threadWithoutRecordSpoilsWhatItWorksBesideOnly() async throws {
    let output = try await run("held")
    #expect(output["idle status"] == "level")
    #expect(output.number("idle heap.allocations") == 10)
    #expect(output["known status"] == "level")
    // It was lost before this measurement began, and loses each of ten allocations and frees again.
    #expect(output.number("unknown lost events of threads without a record") == 20)
    #expect(output["unknown status"] == "noVerdict")
    #expect(output["completed status"] == "noVerdict")
    #expect(output.number("completed tasks.created") == 10)
    #expect(output.number("completed tasks.leaked") == 0)
    #expect(output.number("live") == 0)
    #expect(output.number("after threads.created") == 1)
    #expect(output["after status"] == "level")
  }

  @Test(.enabled(if: probeCan(.threads))) func moreCountersThanBlocks() async throws {
    let output = try await run("blocks")
    #expect(output["first lost counter blocks"] == nil)
    #expect(output.number("first threads.created") == 400)
    #expect(output.number("full threads.created") == 400)
    #expect(try #require(output.number("full lost counter blocks")) > 0)
    #expect(output["full status"] == "noVerdict")
    // A thread looks for counters as a task of the measurement starts, and when it is charged to it.
    for step in ["next", "last"] {
      #expect(try #require(output.number("\(step) lost counter blocks")) >= 2)
      #expect(output["\(step) status"] == "noVerdict")
    }
  }

  @Test func slotsThatAreUsedAgainAndAgainAreLeftEmpty() async throws {
    let output = try await run("recycled")
    #expect(output.number("live") == 0)
    #expect(output.number("queued") == 0)
    #expect(output.number("wrong") == 0)
  }

  @Test(.enabled(if: probeCan(.heap))) func moreCallSitesThanRecords() async throws {
    let output = try await run("sites")
    // 8 to the power of 6: the figure is right, and so is the sum of what the sites say. 8 to the power
    // of 5 have taken their records before.
    #expect(output.number("many heap.allocations") == 262_144)
    #expect(try #require(output.number("lost sites")) >= 32_768)
    #expect(output.number("counted") == 262_144)
    #expect(output["many status"] == "level")
    #expect(output.number("after") == 1)
    #expect(output.number("after without frames") == 0)
  }
}

/// Whether tests run that take long, which measure nothing that changes from one commit to the next.
private let isLongRun = ProcessInfo.processInfo.environment["TIDEMARK_LONG"] == "1"
