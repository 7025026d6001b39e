import TidemarkBaselines

/// Everything that a side measured in the first session, as one file of Google Benchmark's own format.
///
/// Each round is a repetition, as if one process had made them all, so that the engine's `compare.py`
/// compares two of these as it does the engine's.
struct EngineFile: Hashable {
  private struct Entry: Hashable {
    var product: String
    var fields: JSONObject
  }

  private var context: JSONValue?
  private var entries: [Entry] = []

  /// The products that have entries.
  var products: Set<String> { Set(entries.map(\.product)) }

  /// Takes the file of one process; what it says over several runs is left out.
  mutating func add(_ document: JSONObject, product: String) {
    context = context ?? document["context"]
    guard case .array(let values)? = document["benchmarks"] else { return }
    for case .object(let fields) in values where fields["run_type"]?.string != "aggregate" {
      entries.append(Entry(product: product, fields: fields))
    }
  }

  /// Returns the text of the file.
  ///
  /// - Parameter namesProducts: Whether a name begins with its product, to be told from others.
  func bytes(namesProducts: Bool) -> [UInt8] {
    func name(_ entry: Entry) -> BenchmarkName {
      let name = entry.fields["run_name"]?.string ?? entry.fields["name"]?.string
      return BenchmarkName(product: entry.product, name: name ?? "")
    }
    let counts = Dictionary(entries.map { (name($0), 1) }, uniquingKeysWith: +)
    var indices: [BenchmarkName: Int] = [:]
    let values = entries.map { entry -> JSONValue in
      let name = name(entry)
      let index = indices[name, default: 0]
      indices[name] = index + 1
      var fields = entry.fields
      fields["repetitions"] = .integer(counts[name] ?? 1)
      fields["repetition_index"] = .integer(index)
      if namesProducts {
        for key in ["name", "run_name"] {
          if let text = fields[key]?.string { fields[key] = .string("\(entry.product): \(text)") }
        }
      }
      return .object(fields)
    }
    return JSONWriter.bytes(
      .object(
        JSONObject(["context": context ?? .object(JSONObject()), "benchmarks": .array(values)])))
  }
}
