import Testing
import TidemarkLive

@testable import TidemarkCommand

@Suite struct FigureTests {
  private func snapshot(at seconds: Double, _ fill: (inout Figures) -> Void) -> Snapshot {
    var figures = Figures()
    fill(&figures)
    return Snapshot(
      time: Int64(seconds * 1e9), wallTime: 3_723_000_000_000,
      process: ProcessDescription(
        pid: 7, name: "server", path: "/server", user: "me", started: 1, processors: 4),
      figures: figures)
  }

  @Test func figuresAreShort() {
    #expect(FigureFormat.count(nil) == "-")
    #expect(FigureFormat.count(99_999) == "99,999")
    #expect(FigureFormat.count(1_234_567) == "1.2M")
    #expect(FigureFormat.bytes(1023) == "1023 B")
    #expect(FigureFormat.bytes(1536) == "1.5 KiB")
    #expect(FigureFormat.bytes(300 << 20) == "300 MiB")
    #expect(FigureFormat.rate(0.25) == "0.3")
    #expect(FigureFormat.rate(123_456) == "123k")
    #expect(FigureFormat.percent(1.255) == "125.5")
    #expect(FigureFormat.age(nanoseconds: 59_999_999_999) == "59 s")
    #expect(FigureFormat.age(nanoseconds: 184_000_000_000) == "3 m 04 s")
    #expect(FigureFormat.age(nanoseconds: 90_000_000_000_000) == "1 d 1 h")
    #expect(FigureFormat.age(nanoseconds: -5) == "0 ms")
    #expect(FigureFormat.age(nanoseconds: 999_999) == "< 1 ms")
    #expect(FigureFormat.age(nanoseconds: 999_999_999) == "999 ms")
    #expect(FigureFormat.age(nanoseconds: 1_000_000_000) == "1 s")
  }

  @Test func aSnapshotIsExact() {
    var snapshot = snapshot(at: 10) {
      $0.tasksCreated = 1_234_567
      $0.hops = 100_000
    }
    snapshot.executors = [
      ExecutorDescription(identity: 0, kind: .global, name: "global", queued: 123_456)
    ]
    func text() -> String { SnapshotText.lines(snapshot, width: 80).joined(separator: "\n") }
    #expect(text().contains("created        1,234,567\n"), "\(text())")
    #expect(text().contains("hops             100,000\n"))
    #expect(text().contains("global    global  123,456"))
    #expect(!text().contains("need not add up"))
    snapshot.within = 1_150_000
    #expect(
      text().contains(
        "\nread within 1.2 ms, while tasks moved: figures and queues need not add up\n"))
  }

  @Test func ratesAreThoseOfTheInterval() throws {
    let earlier = snapshot(at: 10) {
      $0.jobsRun = 100
      $0.cpuUser = 5_000_000_000
      $0.cpuSystem = 0
    }
    let later = snapshot(at: 12) {
      $0.jobsRun = 300
      $0.hops = 5
      $0.cpuUser = 7_000_000_000
      $0.cpuSystem = 1_000_000_000
    }
    let rates = try #require(FigureRates(from: earlier, to: later))
    #expect(rates.jobsRun == 100)
    #expect(rates.processors == 1.5)
    // There was no figure at first.
    #expect(rates.hops == nil)
    #expect(FigureRates(from: later, to: later) == nil)
  }

  @Test func figuresOfAnyMachineAreNoTrap() {
    let least = snapshot(at: 1) { $0.jobsRun = .min }
    let most = snapshot(at: 2) { $0.jobsRun = .max }
    #expect(FigureRates(from: least, to: most)?.jobsRun ?? 0 > 1e19)
    #expect(!WatchLines.sample(most, FigureRates(from: least, to: most)).isEmpty)
  }

  @Test func aLineFitsAndSaysWhatIsWrong() {
    var stopped = snapshot(at: 1) {
      $0.tasksLive = 12_345
      $0.resident = 123 << 20
    }
    var lines = WatchLines()
    let first = lines.lines(stopped, rates: nil)
    #expect(first.count == 2)
    #expect(first[0].hasPrefix("    TIME") && first[1].hasPrefix("01:02:03"))
    #expect(first.allSatisfy { $0.count <= 80 })
    stopped.process.isStopped = true
    stopped.losses = ["tasks": 3, "events": 0]
    #expect(lines.lines(stopped, rates: nil)[0].hasSuffix("  (stopped, lost: tasks 3)"))
  }

  @Test func aTableIsAlignedAndCut() {
    var table = TextTable([("N", .right), ("NAME", .left), ("PATH", .left)], keepsEnd: true)
    table.add(["1", "a", "/usr/local/bin/server"])
    table.add(["22", "e\u{1B}[2J", ""])
    let lines = table.lines(width: 28)
    #expect(lines[0] == " N  NAME        PATH")
    #expect(lines[1] == " 1  a           …/bin/server")
    #expect(lines[2] == "22  e\\u{1B}[2J")
  }
}

extension WatchLines {
  /// Draws one look.
  fileprivate static func sample(_ snapshot: Snapshot, _ rates: FigureRates?) -> [String] {
    var lines = WatchLines()
    return lines.lines(snapshot, rates: rates)
  }
}
