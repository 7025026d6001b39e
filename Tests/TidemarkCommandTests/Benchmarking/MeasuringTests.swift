import Testing
import TidemarkBaselines

@testable import TidemarkCommand

@Suite struct MeasuringTests {
  /// What version 1.7.1 wrote for a benchmark with a counter that is no number, one that is called
  /// like a field of the engine, and one that was skipped.
  private static let file = #"""
    {
      "context": { "load_avg": [8.53125,6.32227,4.32324] },
      "benchmarks": [
        {
          "name": "decode/8", "run_name": "decode/8", "run_type": "iteration",
          "repetitions": 1, "repetition_index": 0, "threads": 4, "iterations": 50324,
          "real_time": 4.6314162227507927e+02, "cpu_time": 2.8655955408950007e+02,
          "time_unit": "us", "allocations": 1.2000000000000000e+01, "bad": NaN, "worse": -Infinity,
          "threads": 2.0000000000000000e+00
        },
        {
          "name": "say \"NaN\"", "run_name": "say \"NaN\"", "run_type": "iteration", "threads": 1,
          "error_occurred": true, "error_message": "no \"file\": {",
          "real_time": 0.0, "cpu_time": 0.0, "time_unit": "ns"
        }
      ]
    }
    """#

  @Test func engineFileIsRead() throws {
    let readings = try BenchmarkReading.read(Array(Self.file.utf8))
    #expect(
      readings == [
        BenchmarkReading(
          name: "decode/8", realTime: 463141.62227507927, cpuTime: 286559.55408950007,
          counts: ["allocations": 12, "threads": 2]),
        BenchmarkReading(name: "say \"NaN\"", error: "no \"file\": {"),
      ])
  }

  @Test func repetitionsOfAProcessAreOneReading() throws {
    func entry(_ time: Int, _ rest: String = "") -> String {
      #"{"name": "a", "run_name": "a", "run_type": "iteration", "real_time": \#(time), "#
        + #""cpu_time": 1, "time_unit": "ms"\#(rest)}"#
    }
    func read(_ entries: String...) throws -> [BenchmarkReading] {
      try BenchmarkReading.read(
        Array(#"{"benchmarks": [\#(entries.joined(separator: ","))]}"#.utf8))
    }
    #expect(try read(entry(1), entry(9), entry(2)).map(\.realTime) == [2e6])
    let median =
      #"{"name": "a_median", "run_name": "a", "run_type": "aggregate", "aggregate_name": "median", "#
      + #""real_time": 5, "cpu_time": 1, "time_unit": "s"}"#
    let mean =
      #"{"name": "a_mean", "run_name": "a", "run_type": "aggregate", "aggregate_name": "mean", "#
      + #""real_time": 6, "cpu_time": 1, "time_unit": "s"}"#
    #expect(try read(entry(1), mean, median).map(\.realTime) == [1e6])
    #expect(try read(mean, median).map(\.realTime) == [5e9])
    let complexity =
      #"{"name": "b_BigO", "run_name": "b", "run_type": "aggregate", "aggregate_name": "BigO"}"#
    #expect(try read(complexity).isEmpty)
    // A count that only some repetitions have is none.
    #expect(try read(entry(1, #", "hops": 3"#), entry(2)).first?.counts == [:])
  }

  @Test func roundsAreRepetitionsOfOneFile() throws {
    var file = EngineFile()
    for round in 0..<2 {
      let text = #"""
        {"context": {"date": "\#(round)"}, "benchmarks": [
          {"name": "a", "run_type": "iteration", "real_time": 1.50, "threads": 1, "threads": 4},
          {"name": "a_mean", "run_type": "aggregate", "real_time": 2}]}
        """#
      file.add(try BenchmarkReading.document(Array(text.utf8)), product: "p")
    }
    let document = try BenchmarkReading.document(file.bytes(namesProducts: false))
    #expect(document["context"]?.object?["date"]?.string == "0")
    guard case .array(let entries)? = document["benchmarks"] else {
      Issue.record("no benchmarks")
      return
    }
    #expect(entries.map { $0.object?["repetition_index"] } == [.integer(0), .integer(1)])
    #expect(entries.allSatisfy { $0.object?["repetitions"] == .integer(2) })
    #expect(entries.allSatisfy { $0.object?["real_time"] == .number("1.50") })
    #expect(
      EngineFile().bytes(namesProducts: true)
        == Array(#"{\#n  "benchmarks": [],\#n  "context": {}\#n}\#n"#.utf8))
  }

  /// A benchmark may repeat itself in a process, and miss a round.
  @Test func repetitionsAreNumberedByName() throws {
    func entry(_ name: String) -> String { #"{"name": "\#(name)", "run_name": "\#(name)"}"# }
    func document(_ names: String...) throws -> JSONObject {
      let entries = names.map(entry).joined(separator: ",")
      return try BenchmarkReading.document(Array(#"{"benchmarks": [\#(entries)]}"#.utf8))
    }
    var file = EngineFile()
    file.add(try document("a", "a", "b"), product: "p")
    file.add(try document("a"), product: "q")
    file.add(try document("a", "a"), product: "p")
    let written = try BenchmarkReading.document(file.bytes(namesProducts: true))
    guard case .array(let values)? = written["benchmarks"] else {
      Issue.record("no benchmarks")
      return
    }
    let entries = values.compactMap(\.object)
    let names = ["p: a", "p: a", "p: b", "q: a", "p: a", "p: a"]
    #expect(entries.map { $0["name"]?.string } == names)
    #expect(entries.map { $0["run_name"]?.string } == names)
    #expect(entries.map { $0["repetition_index"] } == [0, 1, 0, 0, 2, 3].map { .integer($0) })
    #expect(entries.map { $0["repetitions"] } == [4, 4, 1, 1, 4, 4].map { .integer($0) })
    #expect(file.products == ["p", "q"])
  }

  @Test func fileOfNoBenchmarksAndFilesThatAreNone() throws {
    #expect(try BenchmarkReading.read([]).isEmpty)
    for text in ["{", "[]", "{}", #"{"benchmarks": 3}"#, "benchmark: 12 ns"] {
      #expect(throws: BenchmarkReading.Unreadable.self) {
        try BenchmarkReading.read(Array(text.utf8))
      }
    }
  }

  @Test func scheduleIsFairAndTheSameForASeed() {
    let schedule = BenchmarkSchedule(products: ["a", "b"], rounds: 11, seed: 4)
    #expect(schedule == BenchmarkSchedule(products: ["a", "b"], rounds: 11, seed: 4))
    #expect(schedule != BenchmarkSchedule(products: ["a", "b"], rounds: 11, seed: 5))
    #expect(schedule.rounds.count == 11)
    for product in ["a", "b"] {
      var beforeFirst = 0
      for round in schedule.rounds {
        let sides = round.filter { $0.product == product }.map(\.side)
        #expect(Set(sides) == [.before, .after] && sides.count == 2)
        if sides.first == .before { beforeFirst += 1 }
      }
      #expect([5, 6].contains(beforeFirst))
    }
    let orders = Set(
      (0..<40).map { seed in
        BenchmarkSchedule(products: ["a"], rounds: 9, seed: seed).rounds.map { $0[0].side }
      })
    #expect(orders.count > 30)
  }

  @Test func filterIsOfExactNames() {
    #expect(BenchmarkName.pattern(["b/8", "a.c"]) == #"^(a\.c|b/8)$"#)
    #expect(BenchmarkName.pattern((0..<20_000).map { "name \($0)" }) == nil)
  }

  @Test(arguments: [
    ("2,3", "2-3"), ("0-1,4", "0-1,4"), ("7", "7"), ("3,1,2", "1-3"), ("5-5", "5"),
  ]) func processorsAreRead(text: String, written: String) {
    #expect(ProcessorSet(argument: text)?.description == written)
  }

  @Test(arguments: ["", ",", "a", "1-", "-1", "3-1", "1,,2", "1-2-3", "99999"])
  func processorsThatAreNone(text: String) {
    #expect(ProcessorSet(argument: text) == nil)
  }

  @Test func programGetsTheEnginesFlags() {
    let errand = Errand(
      .sample, folder: "/f", progress: ProgressLine(isLive: false), isVerbose: false)
    var runner = BenchmarkRunner(errand: errand, settings: .init())
    let always = [
      "/p", "--benchmark_out=/o", "--benchmark_out_format=json", "--benchmark_repetitions=1",
      "--benchmark_enable_random_interleaving=true",
    ]
    #expect(runner.arguments("/p", output: "/o", filter: nil) == always)
    runner = BenchmarkRunner(
      errand: errand, settings: .init(minimumTime: 0.25),
      pin: ProcessorSet(argument: "2,3"))
    #expect(
      runner.arguments("/p", output: "/o", filter: "^a$") == ["taskset", "-c", "2-3"] + always + [
        "--benchmark_filter=^a$", "--benchmark_min_time=0.25",
      ])
  }
}

extension Host {
  static let sample = Host(variables: [:], directory: "/", program: "tidemark")
}
