#if canImport(FoundationEssentials)
  private import FoundationEssentials
#else
  private import Foundation
#endif

/// A pending file as it is written.
struct PendingFile: Codable {
  static let newestFormat = 1

  struct Test: Codable {
    var environment: Environment
    var runs: [MeasurementWire]
  }

  /// The part that every format has.
  private struct Probe: Codable {
    var format: Int
  }

  var format: Int
  var tests: [Test]

  init(encoding pending: [PendingTest]) {
    format = Self.newestFormat
    tests = pending.sorted { $0.identity < $1.identity }.map { test in
      Test(environment: test.environment, runs: test.runs.map(MeasurementWire.init(encoding:)))
    }
  }

  /// Reads the bytes of a file; the path is only for errors.
  init(parsing bytes: [UInt8], path: String) throws(PendingFileError) {
    let data = Data(bytes)
    if let probe = try? JSONDecoder().decode(Probe.self, from: data),
      probe.format > Self.newestFormat
    {
      throw PendingFileError(path: path, newerFormat: probe.format)
    }
    do {
      self = try JSONDecoder().decode(PendingFile.self, from: data)
    } catch {
      throw PendingFileError(path: path)
    }
  }

  var pending: [PendingTest] {
    tests.compactMap { test in
      let runs = test.runs.map(\.measurement)
      return runs.first.map {
        PendingTest(identity: $0.identity, environment: test.environment, runs: runs)
      }
    }
  }

  func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [UInt8(ascii: "\n")]
  }
}
