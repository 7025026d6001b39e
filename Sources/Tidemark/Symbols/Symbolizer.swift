private import CTidemarkProbe
package import TidemarkBaselines

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

  /// How many images had been unloaded when what is known was looked up.
  private let unloads = Guarded<UInt64>(0)
  private let known = Guarded<[UInt64: [SourceFrame]]>([:])
  /// The same as `stack` shows them.
  private let readable = Guarded<[UInt64: [SourceFrame]]>([:])

  /// Returns the frames of each address, innermost first; inlined functions come with theirs.
  package func frames(of addresses: [UInt64]) -> [[SourceFrame]] {
    forgetUnloaded()
    let missing = known.withLock { known in
      Array(Set(addresses.filter { known[$0] == nil }))
    }
    if !missing.isEmpty {
      let found = look(up: missing)
      known.withLock { $0.merge(found) { old, _ in old } }
    }
    return known.withLock { known in addresses.map { known[$0] ?? [] } }
  }

  /// Returns one call stack as frames, innermost first, without the parts of the standard library
  /// and of macros that were compiled into the code that calls them.
  package func stack(_ addresses: [UInt64]) -> [SourceFrame] {
    forgetUnloaded()
    let cached = readable.withLock { readable in addresses.map { readable[$0] } }
    let missing = zip(addresses, cached).compactMap { $1 == nil ? $0 : nil }
    guard !missing.isEmpty else { return Self.withoutForwarders(cached.flatMap { $0 ?? [] }) }
    let frames = zip(missing, frames(of: missing)).map { ($0, Self.readable($1)) }
    let stack = readable.withLock { readable in
      for (address, frames) in frames { readable[address] = frames }
      return addresses.flatMap { readable[$0] ?? [] }
    }
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

  private func look(up addresses: [UInt64]) -> [UInt64: [SourceFrame]] {
    let places = addresses.map { ($0, CodePlace(returnAddress: $0)) }
    var found: [UInt64: [SourceFrame]] = [:]
    for (address, place) in places { found[address] = [place.frame] }
    let images = Dictionary(grouping: places.filter { $0.1.path != nil }) { $0.1.path ?? "" }
    for (path, places) in images {
      let answers = SymbolizerTool.run(image: path, offsets: places.map(\.1.offset))
      for (index, (address, place)) in places.enumerated() where index < answers.count {
        let frames = answers[index].map { answer in
          SourceFrame(
            symbol: answer.symbol.map(demangle) ?? place.frame.symbol, file: answer.file,
            line: answer.line, image: place.frame.image)
        }
        if !frames.isEmpty { found[address] = frames }
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

@_silgen_name("swift_demangle")
private func runtimeDemangle(
  _ name: UnsafePointer<CChar>?, _ length: UInt, _ output: UnsafeMutablePointer<CChar>?,
  _ outputLength: UnsafeMutablePointer<UInt>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// Returns the readable name of a Swift symbol, or the symbol itself when it is not one.
package func demangle(_ symbol: String) -> String {
  guard symbol.hasPrefix("$s") || symbol.hasPrefix("$S") || symbol.hasPrefix("_T") else {
    return symbol
  }
  guard let text = runtimeDemangle(symbol, UInt(symbol.utf8.count), nil, nil, 0) else {
    return symbol
  }
  defer { free(text) }
  return String(cString: text)
}
