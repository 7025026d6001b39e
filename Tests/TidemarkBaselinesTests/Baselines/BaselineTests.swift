import Testing
import TidemarkBaselines

@Suite struct BaselineTests {
  static let golden = """
    {
      "format": 1,
      "tests": {
        "decode()": {
          "demoted": {
            "tasks.created": "runs disagreed: 12, 13"
          },
          "environments": {
            "linux-x86_64/6.3/debug/parallel/pool-4": {
              "tasks.created": [12, 13]
            }
          }
        },
        "refresh()": {
          "environments": {
            "linux-x86_64/6.3/debug/parallel": {
              "heap.allocations": [1204, 1210]
            },
            "linux-x86_64/6.3/debug/parallel/pool-4": {
              "hops": [24, 28]
            }
          },
          "exact": {
            "tasks.created": 12,
            "tasks.leaked": 0
          }
        }
      }
    }

    """

  private func parse(_ text: String) throws(BaselineError) -> Baseline {
    try Baseline(parsing: Array(text.utf8), path: "Baselines/A/B.json")
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try Baseline(parsing: bytes, path: "Baselines/A/B.json")
      return "no error"
    } catch {
      return error.description
    }
  }

  @Test func textIsGolden() throws {
    let decode = BaselineEntry(
      environments: [Environment.sample.boundedKey: [.tasksCreated: Band(12, 13)]],
      demoted: [.tasksCreated: "runs disagreed: 12, 13"])
    let baseline = Baseline(entries: ["refresh()": .sample, "decode()": decode])
    #expect(String(decoding: baseline.bytes, as: UTF8.self) == Self.golden)
    #expect(try parse(Self.golden) == baseline)
  }

  @Test func whatIsNotKnownSurvivesARewriteAtEveryLevel() throws {
    let text = """
      {
        "format": 1,
        "generator": [1.50, {"x": null}],
        "tests": {
          "refresh()": {
            "demoted": {"tasks.invented": "why"},
            "environments": {"E": {"heap.invented": {"p99": 0.5}, "hops": [1, 2]}, "F": {}},
            "exact": {"tasks.created": 1, "tasks.invented": -3},
            "note": "kept"
          }
        }
      }
      """
    let old = try JSONParser.parse(Array(text.utf8))
    var baseline = try parse(text)
    #expect(baseline.unknownMetrics == ["heap.invented", "tasks.invented"])
    baseline.entries["refresh()"]?.exact[.tasksLeaked] = 7
    let new = try #require(try JSONParser.parse(baseline.bytes).object)
    let entry = try #require(new["tests"]?.object?["refresh()"]?.object)
    #expect(new["generator"] == old.object?["generator"])
    #expect(entry["note"] == .string("kept"))
    #expect(entry["demoted"]?.object?["tasks.invented"] == .string("why"))
    #expect(entry["exact"]?.object?["tasks.invented"] == .integer(-3))
    #expect(entry["exact"]?.object?["tasks.leaked"] == .integer(7))
    let section = entry["environments"]?.object?["E"]?.object
    #expect(section?["heap.invented"]?.object?["p99"] == .number("0.5"))
    #expect(section?["hops"] == .array([.integer(1), .integer(2)]))
  }

  @Test(arguments: [
    (
      "",
      "Baselines/A/B.json: the file is empty; restore it with: git checkout -- Baselines/A/B.json, or delete it and run: swift run tidemark update"
    ),
    (
      " \n",
      "Baselines/A/B.json: the file is empty; restore it with: git checkout -- Baselines/A/B.json, or delete it and run: swift run tidemark update"
    ),
    (
      "{\n\"format\": 1,",
      "Baselines/A/B.json:2: the file ends in the middle; restore it with: git checkout -- Baselines/A/B.json, or delete it and run: swift run tidemark update"
    ),
    (
      "{\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}",
      "Baselines/A/B.json:2: a merge left its conflict markers; take either side of the conflict, then run: swift run tidemark update"
    ),
    (
      "{\n\"format\" 1}",
      "Baselines/A/B.json:2: not JSON: no colon after a key; correct it by hand, or restore it with: git checkout -- Baselines/A/B.json"
    ),
    (
      "{\"format\": 2}",
      "Baselines/A/B.json: the file has format 2, and this version reads up to 1; update the dependency on Tidemark"
    ),
    (
      "[]",
      "Baselines/A/B.json:1: the file has to be an object and is a list; correct it by hand, or restore it with: git checkout -- Baselines/A/B.json"
    ),
  ])
  func errorNamesTheFileAndWhatToDo(text: String, expected: String) {
    #expect(message(Array(text.utf8)) == expected)
  }

  @Test(arguments: [
    (
      #"{"exact": {"tasks.created": 1.5}}"#,
      "exact.tasks.created has to be a whole number from 0 and is the number 1.5"
    ),
    (
      #"{"exact": {"tasks.created": -1}}"#,
      "exact.tasks.created has to be a whole number from 0 and is -1"
    ),
    (#"{"exact": []}"#, "exact has to be an object and is a list"),
    (#"{"demoted": {"hops": 1}}"#, "demoted.hops has to be a string, the reason and is 1"),
    (#"{"environments": {"E": 1}}"#, "environments.E has to be an object and is 1"),
    (
      #"{"environments": {"E": {"hops": [2, 1]}}}"#,
      "environments.E.hops has to be [low, high] in whole numbers from 0 and is a list"
    ),
    (
      #"{"environments": {"E": {"hops": [1, 2.5]}}}"#,
      "environments.E.hops has to be [low, high] in whole numbers from 0 and is a list"
    ),
  ])
  func wrongTypeNamesItsKey(entry: String, expected: String) {
    let text = "{\"format\": 1,\n\"tests\": {\n\"a()\": \(entry)}}"
    #expect(message(Array(text.utf8)).contains("B.json:3: tests.a().\(expected)"))
  }

  @Test func formatMustBeThere() {
    #expect(
      message(Array("{}".utf8)).contains("format has to be a whole number from 1 and is absent"))
  }

  @Test func bytesThatAreNoTextAreNamed() {
    #expect(message([0x7B, 0xFF, 0x7D]).contains("the file is not UTF-8 text"))
  }

  @Test func hugeFileIsNotParsed() {
    let bytes = [UInt8](repeating: 0x5B, count: Baseline.maximumSize + 1)
    #expect(message(bytes).contains("more than any baseline"))
  }

  @Test func noTruncationIsTakenForABaseline() {
    let bytes = Array(Self.golden.utf8)
    for count in 0..<(bytes.count - 2) {
      #expect(throws: BaselineError.self) {
        try Baseline(parsing: Array(bytes.prefix(count)), path: "x")
      }
    }
  }
}
