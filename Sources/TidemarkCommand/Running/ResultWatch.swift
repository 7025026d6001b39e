import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Follows result files while test processes append to them.
final class ResultWatch {
  /// What is known of a run that is under way.
  struct State: Hashable {
    /// How many tests are done.
    var finished = 0
    /// The tests that began and did not end, the latest last.
    var running: [String] = []
  }

  private(set) var state = State()
  private let folder: String
  private var offsets: [String: Int] = [:]
  private var finished: Set<TestIdentity> = []

  init(folder: String) {
    self.folder = folder
  }

  /// Reads what has been appended.
  ///
  /// - Returns: Whether there was anything.
  @discardableResult
  func look() -> Bool {
    let names = (try? Files.names(in: folder)) ?? []
    return names.reduce(false) { follow("\(folder)/\($1)") || $0 }
  }

  private func follow(_ path: String) -> Bool {
    let offset = offsets[path] ?? 0
    let bytes = LogTail.bytes(of: path, from: offset)
    // The last line may be half written; it is read when it is whole.
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return false }
    offsets[path] = offset + end + 1
    for line in bytes[..<end].split(separator: UInt8(ascii: "\n")) {
      switch ResultLine(parsing: line) {
      case .began(let test): state.running.append(test.description)
      case .dropped(let test): forget(test)
      case .test(let measurement):
        finished.insert(measurement.identity)
        forget(measurement.identity)
      default: break
      }
    }
    state.finished = finished.count
    return true
  }

  private func forget(_ test: TestIdentity) {
    guard let index = state.running.firstIndex(of: test.description) else { return }
    state.running.remove(at: index)
  }
}
