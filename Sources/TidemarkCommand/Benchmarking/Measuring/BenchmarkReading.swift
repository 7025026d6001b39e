import TidemarkBaselines
import TidemarkStatistics

/// What one process said about one benchmark.
struct BenchmarkReading: Hashable {
  /// The figures per iteration that are compared exactly, as the engine's file names them.
  static let counts = ["tasks", "hops", "allocations", "bytes", "threads"]

  /// The name of the run.
  var name: String
  /// The time on the clock for an iteration, in nanoseconds.
  var realTime: Double?
  /// The processor time for an iteration, in nanoseconds.
  var cpuTime: Double?
  /// Tidemark's figures per iteration.
  var counts: [String: Double] = [:]
  /// Why the benchmark was skipped.
  var error: String?

  /// Reads the file of one process.
  ///
  /// A benchmark that repeats itself within the process gives one reading, the median of its
  /// repetitions: they are not independent.
  static func read(_ bytes: [UInt8]) throws(Unreadable) -> [BenchmarkReading] {
    try read(document(bytes))
  }

  /// Parses the file of one process.
  static func document(_ bytes: [UInt8]) throws(Unreadable) -> JSONObject {
    // The engine leaves the file empty when no benchmark matches.
    if bytes.isEmpty { return JSONObject(["benchmarks": .array([])]) }
    let value: JSONValue
    do {
      value = try JSONParser.parse(EngineText.strict(bytes))
    } catch {
      throw Unreadable(line: error.line)
    }
    guard let object = value.object, case .array? = object["benchmarks"] else {
      throw Unreadable(line: nil)
    }
    return object
  }

  /// Reads the file of one process.
  static func read(_ document: JSONObject) -> [BenchmarkReading] {
    guard case .array(let entries)? = document["benchmarks"] else { return [] }
    var order: [String] = []
    var runs: [String: [JSONObject]] = [:]
    var medians: [String: JSONObject] = [:]
    for entry in entries.compactMap(\.object) {
      guard let name = entry["run_name"]?.string ?? entry["name"]?.string else { continue }
      if entry["run_type"]?.string == "aggregate" {
        if entry["aggregate_name"]?.string == "median" { medians[name] = entry }
        if runs[name] == nil, medians[name] == nil { continue }
      } else {
        runs[name, default: []].append(entry)
      }
      if !order.contains(name) { order.append(name) }
    }
    return order.map { name in
      reading(name, runs[name] ?? medians[name].map { [$0] } ?? [])
    }
  }

  private static func reading(_ name: String, _ entries: [JSONObject]) -> BenchmarkReading {
    var reading = BenchmarkReading(name: name)
    for entry in entries {
      guard case .bool(true)? = entry["error_occurred"] else { continue }
      reading.error = entry["error_message"]?.string ?? "no reason was given"
      return reading
    }
    func middle(_ key: String, times entry: (JSONObject) -> Double?) -> Double? {
      let values = entries.compactMap { object in
        entry(object).flatMap { scale in object[key]?.double.map { $0 * scale } }
      }
      return values.count == entries.count && !values.isEmpty ? median(of: values) : nil
    }
    reading.realTime = middle("real_time", times: nanoseconds)
    reading.cpuTime = middle("cpu_time", times: nanoseconds)
    for count in counts {
      // The engine has a field of its own by this name: the threads that run the benchmark.
      let key = count == "threads" ? count + EngineText.repeated : count
      reading.counts[count] = middle(key) { _ in 1 }
    }
    return reading
  }

  private static func nanoseconds(_ entry: JSONObject) -> Double? {
    ["ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9][entry["time_unit"]?.string ?? "ns"]
  }

  /// A file that does not hold the results of a benchmark program.
  struct Unreadable: Error {
    var line: Int?
  }
}
