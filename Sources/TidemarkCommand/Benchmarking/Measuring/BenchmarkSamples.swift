/// What all rounds said about the benchmarks of one side.
struct BenchmarkSamples: Hashable {
  /// The readings of one benchmark, one of each process.
  struct Series: Hashable {
    var readings: [BenchmarkReading] = []

    /// Why it was skipped, if it was in any process.
    var error: String? { readings.lazy.compactMap(\.error).first }

    /// The times for an iteration, in nanoseconds.
    func times(_ clock: BenchmarkClock) -> [Double] {
      readings.compactMap { clock == .real ? $0.realTime : $0.cpuTime }
    }

    /// The values of a count; none unless every process has one.
    func counts(_ name: String) -> [Double] {
      let values = readings.compactMap { $0.counts[name] }
      return values.count == readings.count ? values : []
    }
  }

  /// The series by benchmark.
  private(set) var series: [BenchmarkName: Series] = [:]
  /// The same in the engine's format.
  var file = EngineFile()

  /// Adds what a process said.
  mutating func add(_ readings: [BenchmarkReading], product: String) {
    for reading in readings {
      let name = BenchmarkName(product: product, name: reading.name)
      series[name, default: Series()].readings.append(reading)
    }
  }

  /// Returns the samples of some benchmarks.
  func only(_ names: Set<BenchmarkName>) -> BenchmarkSamples {
    var result = self
    result.series = series.filter { names.contains($0.key) }
    return result
  }
}
