private import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// A process with the moment of its start, which tells it from a later one with the same number.
struct ProcessTree: Hashable {
  let pid: Int32
  private let start: String
  private let parent: Int32

  /// Whether this very process still runs.
  var isAlive: Bool { Self.read(pid).map { $0.start == start } ?? false }

  /// Returns the processes that a process started, directly or not; none where there is no `/proc`.
  ///
  /// SwiftPM puts test processes in groups of their own, so a signal to a group misses them.
  static func descendants(of root: Int32) -> [ProcessTree] {
    let names = (try? Files.allNames(in: "/proc")) ?? []
    let all = names.compactMap { Int32($0) }.compactMap(read)
    let children = Dictionary(grouping: all, by: \.parent)
    var result: [ProcessTree] = []
    var open = [root]
    while let next = open.popLast() {
      let found = (children[next] ?? []).filter { !result.contains($0) }
      result += found
      open += found.map(\.pid)
    }
    return result
  }

  private static func read(_ pid: Int32) -> ProcessTree? {
    guard let bytes = try? Files.read("/proc/\(pid)/stat") else { return nil }
    // The name in parentheses may hold anything; what follows the last one are plain fields.
    guard let end = bytes.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", let parent = Int32(fields[1]) else { return nil }
    return ProcessTree(pid: pid, start: String(fields[19]), parent: parent)
  }
}
