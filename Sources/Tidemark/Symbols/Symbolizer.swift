private import CTidemarkProbe
package import TidemarkBaselines
import TidemarkSymbols

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns return addresses of this process into names, files and lines.
///
/// The toolchain's `llvm-symbolizer` knows them; it is run once for each batch of new addresses,
/// so only when there is something to explain. Without it, names come from the dynamic symbols.
package final class Symbolizer: Sendable {
  package static let shared = Symbolizer()

  private let tool: SymbolizerTool

  /// How many images had been unloaded when what is known was looked up.
  private let unloads = Guarded<UInt64>(0)
  private let known = Guarded<[UInt64: [SourceFrame]]>([:])
  /// The same as `stack` shows them.
  private let readable = Guarded<[UInt64: [SourceFrame]]>([:])

  /// Creates a symbolizer to which nothing is known yet.
  init(tool: SymbolizerTool = .toolchain) { self.tool = tool }

  /// What was found out of some addresses.
  private struct Findings {
    var frames: [UInt64: [SourceFrame]] = [:]
    /// The addresses for which the tool failed; another time it may not.
    var unsure: Set<UInt64> = []
  }

  /// Returns the frames of each address, innermost first; inlined functions come with theirs.
  package func frames(of addresses: [UInt64]) -> [[SourceFrame]] {
    let findings = find(addresses)
    return addresses.map { findings.frames[$0] ?? [] }
  }

  private func find(_ addresses: [UInt64]) -> Findings {
    forgetUnloaded()
    // From here on with a copy: what is known may be forgotten meanwhile.
    var findings = Findings()
    findings.frames = known.withLock { known in
      Dictionary(addresses.compactMap { key in known[key].map { (key, $0) } }) { $1 }
    }
    let missing = Set(addresses.filter { findings.frames[$0] == nil })
    guard !missing.isEmpty else { return findings }
    let found = look(up: Array(missing))
    findings.frames.merge(found.frames) { old, _ in old }
    findings.unsure = found.unsure
    known.withLock { known in
      for (address, frames) in found.frames where !found.unsure.contains(address) {
        known[address] = frames
      }
    }
    return findings
  }

  /// Returns one call stack as frames, innermost first, without the parts of the standard library
  /// and of macros that were compiled into the code that calls them.
  package func stack(_ addresses: [UInt64]) -> [SourceFrame] {
    forgetUnloaded()
    let cached = readable.withLock { readable in addresses.map { readable[$0] } }
    let missing = zip(addresses, cached).compactMap { $1 == nil ? $0 : nil }
    guard !missing.isEmpty else { return Self.withoutForwarders(cached.flatMap { $0 ?? [] }) }
    let findings = find(missing)
    let frames = findings.frames.mapValues(Self.readable)
    readable.withLock { readable in
      for (address, frames) in frames where !findings.unsure.contains(address) {
        readable[address] = frames
      }
    }
    let stack = zip(addresses, cached).flatMap { $1 ?? frames[$0] ?? [] }
    return Self.withoutForwarders(stack)
  }

  /// Returns a stack without what the compiler put between the user's functions: where an image has
  /// lines, its own functions have one, and forwarders have none.
  private static func withoutForwarders(_ stack: [SourceFrame]) -> [SourceFrame] {
    let lined = Set(stack.lazy.filter { $0.line != nil }.map(\.image))
    return stack.filter { $0.line != nil || !lined.contains($0.image) }
  }

  /// Returns frames with short names, without those of the standard library and of macros.
  private static func readable(_ frames: [SourceFrame]) -> [SourceFrame] {
    frames.compactMap { frame in
      let name = FunctionName(demangled: frame.symbol)
      guard !name.isStandardLibrary, !name.isGenerated, !name.isHarness else { return nil }
      if frame.file?.contains("/swift-generated-sources/") == true { return nil }
      // An address in no image tells a reader nothing.
      if frame.file == nil, frame.image == nil { return nil }
      var frame = frame
      frame.symbol = name.short
      return frame
    }
  }

  /// Forgets what is known once an image is gone: another one may lie there now.
  private func forgetUnloaded() {
    let now = tidemark_unloads()
    let isSame = unloads.withLock { unloads in
      defer { unloads = now }
      return unloads == now
    }
    if isSame { return }
    known.withLock { $0 = [:] }
    readable.withLock { $0 = [:] }
  }

  private func look(up addresses: [UInt64]) -> Findings {
    let places = addresses.map { ($0, CodePlace(returnAddress: $0)) }
    var found = Findings()
    for (address, place) in places { found.frames[address] = [place.frame] }
    let images = Dictionary(grouping: places.filter { $0.1.path != nil }) { $0.1.path ?? "" }
    for (path, places) in images {
      guard let answers = tool.run(image: path, offsets: places.map(\.1.offset)) else {
        found.unsure.formUnion(places.map(\.0))
        continue
      }
      for (index, (address, place)) in places.enumerated() where index < answers.count {
        let frames = answers[index].map { answer in
          SourceFrame(
            symbol: answer.symbol.map(demangle) ?? place.frame.symbol, file: answer.file,
            line: answer.line, image: place.frame.image)
        }
        if !frames.isEmpty { found.frames[address] = frames }
      }
    }
    return found
  }
}

/// The image and the offset in it to which an address belongs.
private struct CodePlace {
  var path: String?
  var offset: UInt64
  var frame: SourceFrame

  init(returnAddress: UInt64) {
    // A return address is one past the call, which may be the next line already.
    let address = returnAddress - 1
    offset = address
    frame = SourceFrame(symbol: "0x" + String(returnAddress, radix: 16))
    var place = TidemarkCodePlace()
    guard tidemark_findCode(UInt(address), &place) else { return }
    offset = place.offset
    let name = place.image.map { String(cString: $0) } ?? ""
    // The loader has no name for the main program; the kernel knows where it is.
    path = name.isEmpty ? executablePath() : name
    frame.image = path?.split(separator: "/").last.map(String.init)
    if let symbol = place.symbol { frame.symbol = demangle(String(cString: symbol)) }
  }
}

/// Returns the path of the program that runs.
package func executablePath() -> String? { ProcessFiles.linkTarget("/proc/self/exe") }
