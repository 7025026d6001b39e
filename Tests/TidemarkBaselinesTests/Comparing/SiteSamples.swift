@testable import TidemarkBaselines

extension SourceFrame {
  /// A frame of the sample package's own code, or of another file.
  static func sample(
    _ symbol: String, _ line: Int, file: String = "/home/me/feed/Sources/Feed/Feed.swift"
  ) -> SourceFrame {
    SourceFrame(symbol: symbol, file: file, line: line, image: "feedPackageTests.xctest")
  }

  static let dependency = sample(
    "ByteBuffer.init()", 9, file: "/home/me/feed/.build/checkouts/nio/Sources/NIO/Buffer.swift")
  static let runtime = SourceFrame(symbol: "swift_task_create", image: "libswift_Concurrency.so")
}

extension CallSite {
  static func tasks(_ symbol: String, _ line: Int, _ count: Int) -> CallSite {
    CallSite(metric: .tasksCreated, frames: [.sample(symbol, line)], count: count)
  }

  static func hops(_ symbol: String, _ line: Int, _ count: Int) -> CallSite {
    CallSite(metric: .hops, frames: [.sample(symbol, line)], count: count)
  }

  static func allocations(
    _ symbol: String, _ line: Int, _ count: Int, bytes: Int = 0
  ) -> CallSite {
    CallSite(
      metric: .heapAllocations, frames: [.sample(symbol, line)], count: count, bytes: bytes)
  }
}

extension SourcePaths {
  static let sample = SourcePaths(root: "/home/me/feed")
}
