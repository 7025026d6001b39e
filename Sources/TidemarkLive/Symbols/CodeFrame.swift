import TidemarkSymbols

/// A function at an address of an observed process, with what is known of its name.
struct CodeFrame: Hashable, Sendable {
  /// The name for readers, and what it is of; nil when there is none.
  var name: FunctionName?
  var address: UInt64
  /// The address in the file of code itself, by which other tools know it; nil where it is not known.
  var offset: UInt64?
  var file: String?
  var line: Int?
  var image: String

  init(
    symbol: String? = nil, address: UInt64, offset: UInt64? = nil, file: String? = nil,
    line: Int? = nil, image: String
  ) {
    name = symbol.map(FunctionName.init(demangled:))
    self.address = address
    self.offset = offset
    self.file = file
    self.line = line
    self.image = image
  }

  /// Whether the runtime's own machinery stands here, which tells a reader nothing.
  private var isMachinery: Bool {
    guard let name else { return false }
    if name.isGenerated || name.isReabstraction { return true }
    // The runtime's functions in C++, by which a task goes on and completes.
    return image.hasPrefix("libswift_Concurrency.so") && !name.isStandardLibrary
  }

  /// The frame as it is shown.
  var shown: Frame {
    Frame(function: name?.short ?? nameless, file: file, line: line, image: image)
  }

  /// Where it is, in place of a name: `server+0x1234`, which is the same in each run of the program.
  private var nameless: String {
    guard let offset else { return "0x" + String(address, radix: 16) }
    return "\(image)+0x" + String(offset, radix: 16)
  }

  /// Returns the frames of the call that made a task: the program's own, without what the compiler
  /// put between them and without the C library, which calls `main`.
  static func creation(_ frames: [CodeFrame]) -> [Frame] {
    withoutForwarders(
      frames.filter { frame in
        if frame.image.hasPrefix("libc.so") { return false }
        guard let name = frame.name else { return true }
        return !name.isStandardLibrary && !name.isGenerated && !name.isHarness
          && frame.file?.contains("/swift-generated-sources/") != true
      }
    ).map(\.shown)
  }

  /// Returns the frames of functions that wait for one another; the standard library's are kept,
  /// because they say for what.
  static func stack(_ frames: [CodeFrame]) -> [Frame] { calls(frames.filter { !$0.isMachinery }) }

  /// Returns the frames of calls, the runtime's own ones with them.
  static func calls(_ frames: [CodeFrame]) -> [Frame] {
    var shown: [Frame] = []
    for frame in withoutForwarders(frames) {
      let next = frame.shown
      // A function and the forwarder to it go by one name.
      if frame.name != nil, let last = shown.last, last.function == next.function,
        next.line == nil || last.line == next.line
      {
        continue
      }
      shown.append(next)
    }
    return shown
  }

  /// Where an image has lines, its own functions have one, and forwarders have none.
  private static func withoutForwarders(_ frames: [CodeFrame]) -> [CodeFrame] {
    let lined = Set(frames.lazy.filter { $0.line != nil }.map(\.image))
    return frames.filter { frame in
      frame.line != nil || !lined.contains(frame.image) || frame.name?.isStandardLibrary == true
    }
  }
}
