import Foundation
import TestSupport
import Testing
import TidemarkLedger
import TidemarkSymbols

@testable import TidemarkLive

/// Names of code in other processes: the right ones or none.
@Suite(.serialized) struct NameTests {
  /// Starts a copy of the program, which a test may do away with.
  private func copied(_ arguments: String) throws -> WatchedProgram {
    try WatchedProgram(
      arguments, shell: #"cp "$1" "$0.copy" && shift && set -- "$0.copy" "$@""#)
  }

  @Test func deletedExecutableKeepsItsNames() throws {
    let program = try copied("chain")
    let source = try program.source()
    let path = source.description.path
    try FileManager.default.removeItem(atPath: path)
    // Another program under the same name.
    _ = try FileManager.default.copyItem(atPath: "/bin/true", toPath: path)
    try program.wait("all wait") {
      try source.tasks(TaskQuery()).tasks.count { $0.waitsFor != nil } == 5
    }
    let list = try source.tasks(TaskQuery(stacks: true))
    let second = try #require(list.tasks.first { $0.name == "second" })
    #expect(try second.stack?.has("Archive.swift", line("open", in: "Archive.swift")) == true)
    #expect(list.unavailable.isEmpty)
    #expect(try source.snapshot(asking: []).process.path == path)
  }

  @Test func replacedLibraryIsRefused() throws {
    let program = try WatchedProgram("chain")
    let source = try program.source()
    let code = try #require(CodeMap(pid: program.pid))
    var image = try #require(code.mappings.first { $0.image.name.hasPrefix("libswiftCore") }?.image)
    #expect(throws: Never.self) { try CodeFile(image, of: program.pid) }
    image.inode += 1
    let replaced = #expect(throws: CodeFile.Refusal.self) { try CodeFile(image, of: program.pid) }
    #expect(replaced?.reason.contains("replaced") == true)
    image.isDeleted = true
    #expect(throws: CodeFile.Refusal.self) { try CodeFile(image, of: program.pid) }
    #expect(source.names.refusal == nil)
  }

  @Test func withoutTheSymbolizerThereAreFunctionsAndAReason() throws {
    let program = try WatchedProgram("chain")
    let source = try program.source()
    let names = CodeNames(pid: program.pid, tool: SymbolizerTool(path: nil))
    let record = try #require(source.ledger.tasks { _ in true }.dropFirst().first)
    let frames = CodeFrame.creation(
      record.creation.flatMap { names.frames(of: [$0])[$0] ?? [] })
    #expect(frames.first?.function == "Scenes.chain()")
    #expect(frames.allSatisfy { $0.line == nil })
    // `main` is at the same address, and has no size.
    let first = try #require(source.ledger.tasks { _ in true }.first)
    let main = CodeFrame.creation(first.creation.flatMap { names.frames(of: [$0])[$0] ?? [] })
    #expect(main.first?.function == "TidemarkWatched_main")
    #expect(names.refusal?.contains("llvm-symbolizer") == true)
  }

  @Test func whatHasNoNameIsAPlaceInAFileThatOtherToolsKnow() throws {
    let program = try WatchedProgram("chain")
    let source = try program.source()
    let names = CodeNames(pid: program.pid)
    let record = try #require(source.ledger.tasks { _ in true }.dropFirst().first)
    let frames = names.frames(of: Set(record.creation), onlyKnown: true)
    let tool = SymbolizerTool(path: try #require(SymbolizerTool.path(besideRuntime: nil)))
    var symbols: [String] = []
    for address in record.creation {
      let frame = try #require(frames[address]?.first)
      guard frame.image == "TidemarkWatched" else { continue }
      let offset = try #require(frame.offset)
      #expect(frame.shown.function == "TidemarkWatched+0x" + String(offset, radix: 16))
      let answers = tool.run(image: source.description.path, offsets: [offset - 1]) ?? []
      symbols += answers.joined().compactMap(\.symbol)
    }
    #expect(symbols.contains { $0.contains("chain") }, "\(symbols)")
    #expect(CodeFrame(address: 0x7f00, image: "a").shown.function == "0x7f00")
  }

  @Test func placesInNoImageHaveNoNames() throws {
    let program = try WatchedProgram("idle")
    let source = try program.source()
    #expect(source.frames(at: [0, 1, 0x1000, .max]) == [[], [], [], []])
  }

  /// A descriptor that lies low, with a name below all addresses.
  @Test func namesBeyondAllMemoryAreNone() throws {
    let base = try #require(
      mmap(
        UnsafeMutableRawPointer(bitPattern: 0x2000_0000), 4096, PROT_READ | PROT_WRITE,
        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(base, 4096) }
    try #require(UInt(bitPattern: base) < 1 << 31)
    let start = UInt64(UInt(bitPattern: base))
    base.storeBytes(of: start + 64, as: UInt64.self)
    base.storeBytes(of: start + 256, toByteOffset: 64 + 0x28, as: UInt64.self)
    base.storeBytes(of: 16, toByteOffset: 256, as: UInt32.self)
    base.storeBytes(of: .min, toByteOffset: 256 + 8, as: Int32.self)
    let types = TypeNames(memory: RemoteMemory(pid: Int(getpid())))
    #expect(types.name(ofObject: start) == nil)
  }

  @Test func typesOfObjectsAreNamedOrNot() throws {
    final class Box {}
    let box = Box()
    let types = TypeNames(memory: RemoteMemory(pid: Int(getpid())))
    let address = UInt64(UInt(bitPattern: Unmanaged.passUnretained(box).toOpaque()))
    #expect(types.name(ofObject: address) == "NameTests.Box")
    #expect(types.name(ofObject: address + 8) == nil)
    #expect(types.name(ofObject: 8) == nil && types.name(ofObject: .max - 7) == nil)
    // Where an actor was, anything may lie.
    actor Keeper {}
    let keeper = Keeper()
    let actor = UInt64(UInt(bitPattern: Unmanaged.passUnretained(keeper).toOpaque()))
    #expect(types.name(ofObject: actor, isActor: true) == "NameTests.Keeper")
    #expect(types.name(ofObject: actor) == "NameTests.Keeper")
    #expect(types.name(ofObject: address, isActor: true) == nil)
    withExtendedLifetime((box, keeper)) {}
    let words: [UInt64] = [0, 0, 0, 0, 0, 0x1000]
    words.withUnsafeBytes { bytes in
      // Metadata whose description lies nowhere, and an object of that type.
      let metadata = UInt64(UInt(bitPattern: bytes.baseAddress))
      withUnsafeBytes(of: metadata) { object in
        #expect(types.name(ofObject: UInt64(UInt(bitPattern: object.baseAddress))) == nil)
      }
    }
  }
}
