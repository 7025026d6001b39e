extension SourceFrame {
  /// Whether the frame belongs to the runtime, the system or a test library.
  var isRuntime: Bool {
    if symbol.hasPrefix("tidemark_") { return true }
    guard let name = image?.split(separator: "/").last else { return false }
    return Self.runtimeImages.contains { library in
      guard name.hasPrefix(library) else { return false }
      // `libc` must not take `libcurl` along: a name ends at a dot or, for `libc-2.35.so`, a dash.
      return library.hasSuffix("_") || name.count == library.count
        || name.dropFirst(library.count).first.map { ".-".contains($0) } == true
    }
  }

  private static let runtimeImages = [
    "libswiftCore", "libswift_", "libdispatch", "libBlocksRuntime", "libc", "libpthread",
    "ld-linux-x86-64", "ld-linux-aarch64", "libXCTest", "libTesting", "lib_TestingInterop",
    "libFoundation", "libFoundationEssentials",
  ]
}

extension [SourceFrame] {
  /// The frames without the runtime's at both ends; all of them when there are no others.
  var trimmed: [SourceFrame] {
    guard let first = firstIndex(where: { !$0.isRuntime }),
      let last = lastIndex(where: { !$0.isRuntime })
    else { return self }
    return Array(self[first...last])
  }
}
