import Synchronization
import TidemarkSymbols

/// The functions, files and lines of a process's code, as far as they have been asked for.
final class CodeNames: Sendable {
  private let pid: Int
  private let tool: SymbolizerTool
  private let state = Mutex(State())

  private struct State {
    var known: [Place: [CodeFrame]] = [:]
    var files: [CodeImage: Result<CodeFile, CodeFile.Refusal>] = [:]
    var tables: [CodeImage: SymbolTable] = [:]
    var functions: [Place: CodeFrame] = [:]
    var refusals: Set<String> = []
  }

  /// A place in a file, which is the same wherever the file is loaded.
  private struct Place: Hashable {
    var image: CodeImage
    var offset: UInt64
  }

  /// Creates names for a process.
  ///
  /// - Parameter tool: What knows them; the toolchain's by default.
  init(pid: Int, tool: SymbolizerTool? = nil) {
    self.pid = pid
    let runtime = CodeMap(pid: pid)?.mappings.first { $0.image.name == "libswiftCore.so" }
    self.tool =
      tool
      ?? SymbolizerTool(
        path: SymbolizerTool.path(besideRuntime: runtime?.image.path), limit: 20_000_000_000)
  }

  /// Why names are absent, or nil when they are all there.
  var refusal: String? {
    let reasons = state.withLock { $0.refusals.sorted() }
    if tool.path == nil {
      return "llvm-symbolizer, which knows lines, is neither in PATH nor beside the "
        + "Swift runtime; put the toolchain's usr/bin into PATH"
    }
    return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
  }

  /// Returns the frames at each address, innermost first, with functions that were inlined there.
  ///
  /// - Parameters:
  ///   - addresses: return addresses; the start of a function is asked for as one more.
  ///   - onlyKnown: whether to look up nothing.
  func frames(of addresses: Set<UInt64>, onlyKnown: Bool = false) -> [UInt64: [CodeFrame]] {
    guard !addresses.isEmpty, let map = CodeMap(pid: pid) else { return [:] }
    var found: [UInt64: [CodeFrame]] = [:]
    var missing: [CodeImage: [(address: UInt64, place: Place)]] = [:]
    state.withLock { state in
      for address in addresses {
        // A return address is one past the call, which may be the next line already.
        guard address > 0, let mapping = map.mapping(of: address - 1) else { continue }
        let offset = address - 1 - mapping.range.lowerBound + mapping.offset
        let place = Place(image: mapping.image, offset: offset)
        if let frames = state.known[place] {
          found[address] = frames
        } else {
          found[address] = [CodeFrame(address: address, image: mapping.image.name)]
          missing[mapping.image, default: []].append((address, place))
        }
      }
    }
    for (image, places) in missing {
      guard let file = file(of: image) else { continue }
      for (address, place) in places {
        found[address] = [
          CodeFrame(
            address: address, offset: file.address(ofOffset: place.offset).map { $0 + 1 },
            image: image.name)
        ]
      }
    }
    if onlyKnown { return found }
    for (image, places) in missing {
      for part in stride(from: 0, to: places.count, by: 4000) {
        lookUp(Array(places[part..<min(part + 4000, places.count)]), in: image, into: &found)
      }
    }
    return found
  }

  /// Returns the function at each address as the files themselves name it: without lines and without
  /// what was inlined, and at little cost.
  ///
  /// - Parameter addresses: starts of functions, or addresses inside of them.
  func functions(at addresses: Set<UInt64>) -> [UInt64: CodeFrame] {
    guard !addresses.isEmpty, let map = CodeMap(pid: pid) else { return [:] }
    var found: [UInt64: CodeFrame] = [:]
    for address in addresses {
      guard let mapping = map.mapping(of: address) else { continue }
      let place = Place(
        image: mapping.image, offset: address - mapping.range.lowerBound + mapping.offset)
      if let known = state.withLock({ $0.functions[place] }) {
        found[address] = known
        continue
      }
      let symbol = file(of: mapping.image)?.address(ofOffset: place.offset)
        .flatMap { table(of: mapping.image)?.name(at: $0) }
      let frame = CodeFrame(
        symbol: symbol.map(demangle), address: address, image: mapping.image.name)
      state.withLock { $0.functions[place] = frame }
      found[address] = frame
    }
    return found
  }

  /// Reads the names of the functions of an image ahead of their use.
  func prepare(_ image: String) {
    guard let map = CodeMap(pid: pid) else { return }
    if let mapping = map.mappings.first(where: { $0.image.name == image }) {
      _ = table(of: mapping.image)
    }
  }

  private func lookUp(
    _ places: [(address: UInt64, place: Place)], in image: CodeImage,
    into found: inout [UInt64: [CodeFrame]]
  ) {
    guard let file = file(of: image) else { return }
    let offsets = places.map { file.address(ofOffset: $0.place.offset) ?? 0 }
    // Where the tool is missing or fails, there are names without lines, and next time a new attempt.
    let answers = tool.run(image: file.path, offsets: offsets)
    for (index, (address, place)) in places.enumerated() {
      let answer = answers.map { index < $0.count ? $0[index] : [] } ?? []
      let offset = found[address]?.first?.offset
      var frames = answer.map { answer in
        CodeFrame(
          symbol: answer.symbol.map(demangle), address: address, offset: offset,
          file: answer.file, line: answer.line, image: image.name)
      }
      if frames.allSatisfy({ $0.name == nil }),
        let symbol = table(of: image)?.name(at: offsets[index])
      {
        frames = [CodeFrame(symbol: demangle(symbol), address: address, image: image.name)]
      }
      guard !frames.isEmpty else { continue }
      found[address] = frames
      if answers != nil { state.withLock { $0.known[place] = frames } }
    }
  }

  private func table(of image: CodeImage) -> SymbolTable? {
    if let known = state.withLock({ $0.tables[image] }) { return known }
    guard let file = file(of: image) else { return nil }
    let table = SymbolTable(path: file.path)
    state.withLock { $0.tables[image] = table }
    return table
  }

  /// Returns the file of an image, or nil when there is none that is surely the one that runs.
  func file(of image: CodeImage) -> CodeFile? {
    if let known = state.withLock({ $0.files[image] }) { return try? known.get() }
    let opened = Result { () throws(CodeFile.Refusal) in try CodeFile(image, of: pid) }
    state.withLock { state in
      state.files[image] = opened
      if case .failure(let refusal) = opened { state.refusals.insert(refusal.reason) }
    }
    return try? opened.get()
  }
}
