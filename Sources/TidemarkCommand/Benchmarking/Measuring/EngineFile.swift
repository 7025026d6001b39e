import TidemarkBaselines

/// Everything that a side measured in the first session, as one file of Google Benchmark's own format.
///
/// Each round is a repetition, as if one process had made them all, so that the engine's `compare.py`
/// compares two of these as it does the engine's.
struct EngineFile: Hashable {
  private var context: JSONValue?
  private var entries: [JSONValue] = []

  /// Takes the file of one process; what it says over several runs is left out.
  mutating func add(_ document: JSONObject, round: Int, of rounds: Int) {
    context = context ?? document["context"]
    guard case .array(let values)? = document["benchmarks"] else { return }
    for case .object(var entry) in values where entry["run_type"]?.string != "aggregate" {
      entry["repetitions"] = .integer(rounds)
      entry["repetition_index"] = .integer(round)
      entries.append(.object(entry))
    }
  }

  /// The text of the file.
  var bytes: [UInt8] {
    JSONWriter.bytes(
      .object(
        JSONObject(["context": context ?? .object(JSONObject()), "benchmarks": .array(entries)])))
  }
}
