extension SourceFrame {
  /// The name under which a baseline keeps the function, the same on every machine.
  ///
  /// Closures count as the function they stand in: their numbers change when another one is
  /// written above them.
  var function: String {
    var name = symbol[...]
    while name.hasPrefix("closure #"), let place = name.firstRange(of: " in ") {
      name = name[place.upperBound...]
    }
    // A function without a symbol has only its address for a name.
    let isAddress = name.hasPrefix("0x") && name.dropFirst(2).allSatisfy(\.isHexDigit)
    return isAddress ? image.map { "code in \($0)" } ?? SiteCounts.other : String(name)
  }
}

extension SourcePaths {
  /// Returns a call stack from the innermost frame of the package's own code outwards, or the
  /// whole stack when none of it is.
  func own(_ frames: [SourceFrame]) -> [SourceFrame] {
    let frames = frames.trimmed
    let first = frames.firstIndex { $0.file.map(isOwn) ?? false }
    return Array(frames[(first ?? 0)...])
  }
}
