import Foundation
import Glibc
import Testing
import Tidemark
import TidemarkBaselines

/// A shared library that lies beside the test executable.
private struct Library {
  private let handle: UnsafeMutableRawPointer

  init(_ name: String) throws {
    let folder = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    handle = try #require(dlopen(folder.appending(path: "lib\(name).so").path, RTLD_NOW))
  }

  func function<Function>(_ name: String, as type: Function.Type) throws -> Function {
    unsafeBitCast(try #require(dlsym(handle, name)), to: type)
  }

  func close() { dlclose(handle) }
}

private final class Waiting: Sendable {
  let continuation: UnsafeContinuation<Void, Never>

  init(_ continuation: UnsafeContinuation<Void, Never>) { self.continuation = continuation }
}

private typealias Work = @convention(c) (@convention(c) @Sendable (Int) -> Void, Int) -> Void
private typealias Start =
  @convention(c) (
    UnsafeMutablePointer<pthread_t>,
    @convention(c) (UnsafeMutableRawPointer?) ->
      UnsafeMutableRawPointer?, UnsafeMutableRawPointer?
  ) -> Int32

/// Code that is loaded after the probe has started.
@Suite(.serialized) struct LoadedCodeTests {
  private func line(_ mark: String) throws -> Int {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/Plugin/Plugin.swift")
    let lines = try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.firstIndex { $0.hasSuffix("// mark: \(mark)") }) + 1
  }

  @Test func loadedCodeIsCountedAndBlamed() async throws {
    let library = try Library("Plugin")
    let work = try library.function("plugin_work", as: Work.self)
    let usage = await measureUsage {
      await withUnsafeContinuation { continuation in
        let context = Unmanaged.passRetained(Waiting(continuation)).toOpaque()
        work(
          { context in
            guard let pointer = UnsafeRawPointer(bitPattern: context) else { return }
            Unmanaged<Waiting>.fromOpaque(pointer).takeRetainedValue().continuation.resume()
          }, Int(bitPattern: context))
      }
    }
    #expect(usage[.tasksCreated] == 8)
    #expect(usage[.tasksCompleted] == 8)
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.hops] == 10)
    #expect(usage[.threadsCreated] == 3)
    #expect(usage[.threadsLeaked] == 0)
    #expect((1000...1200).contains(usage[.heapAllocations] ?? 0))
    #expect(usage.losses.isEmpty)
    guard !usage.callSites.isEmpty else { return }
    for (metric, mark, count) in [
      (Metric.tasksCreated, "task", 7), (.hops, "hop", 5), (.threadsCreated, "thread", 3),
      (.heapAllocations, "allocation", 1000),
    ] {
      let line = try line(mark)
      let sites = usage.callSites.filter { site in
        site.metric == metric
          && site.frames.first { $0.file?.hasSuffix("Plugin.swift") ?? false }?.line == line
      }
      #expect(
        sites.reduce(0) { $0 + $1.count } == count,
        "\(metric.name) \(usage.callSites.filter { $0.metric == metric })")
    }
  }

  @Test func codeThatIsGoneIsNotTakenForAnother() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let pipe = UnsafeMutableRawPointer(bitPattern: Int(ends[0]))
    func measure(_ start: Start, andThen body: () throws -> Void = {}) throws -> LeakedThread {
      let usage = try measureUsage(settling: Settling(within: .zero)) {
        var thread = pthread_t()
        let result = start(
          &thread,
          { argument in
            var byte: UInt8 = 0
            _ = read(Int32(Int(bitPattern: argument)), &byte, 1)
            return nil
          }, pipe)
        try #require(result == 0)
        pthread_detach(thread)
        try body()
      }
      #expect(usage[.threadsLeaked] == 1)
      return try #require(usage.leakedThreads.first)
    }
    let plugin = try Library("CPlugin")
    var other: Library?
    let gone = try measure(plugin.function("cplugin_start", as: Start.self)) {
      plugin.close()
      // Of the same size, and so at the same place.
      other = try Library("COther")
    }
    #expect(!gone.createdAt.contains { $0.symbol.contains("cother") }, "\(gone)")
    let place = try #require(gone.createdAt.first?.file)
    #expect(place.hasSuffix("LoadedCodeTests.swift"), "\(gone)")
    let there = try #require(other)
    let present = try measure(there.function("cother_start", as: Start.self))
    #expect(!present.createdAt.contains { $0.symbol.contains("cplugin") }, "\(present)")
    there.close()
    close(ends[1])
    close(ends[0])
  }
}
