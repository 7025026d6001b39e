/// A demangled Swift name, made short for reading.
///
/// The demangler spells out modules, types and the kinds of helper functions; a reader looks for
/// `Feed.prefetch()` or `closure #1 in Feed.refresh(now:)`.
struct FunctionName: Hashable, Sendable {
  /// The short name.
  let short: String
  /// Whether the function belongs to the standard library, wherever it was compiled.
  let isStandardLibrary: Bool

  init(demangled: String) {
    let name = Self.withoutHelpers(demangled[...])
    let (closures, owner) = Self.closures(name)
    isStandardLibrary =
      ["Swift.", "_Concurrency.", "(extension in Swift):", "(extension in _Concurrency):"]
      .contains { owner.hasPrefix($0) } || owner.contains("reabstraction thunk")
    short = closures + Self.declaration(owner)
  }

  /// Removes what says how a function came to be, for example `partial apply forwarder for`.
  private static func withoutHelpers(_ name: Substring) -> Substring {
    var name = name
    let helpers = [
      "partial apply forwarder for ", "suspend resume partial function for ",
      "await resume partial function for ", "async function pointer to ", "merged ", "static ",
      "implicit closure #1 ", "protocol witness for ", "dispatch thunk of ",
    ]
    while true {
      if name.hasPrefix("("), let end = name.firstIndex(of: ")"),
        Int(name[name.index(after: name.startIndex)..<end]) != nil
      {
        name = name[name.index(after: end)...].drop { $0 == " " }
      } else if let helper = helpers.first(where: { name.hasPrefix($0) }) {
        name = name.dropFirst(helper.count)
      } else if name.hasPrefix("generic specialization <")
        || name.hasPrefix("function signature specialization <"),
        let end = name.firstRange(of: "> of ")
      {
        name = name[end.upperBound...]
      } else {
        return name
      }
    }
  }

  /// Splits `closure #2 () -> () in closure #1 … in Owner` into the closures' words and the owner.
  private static func closures(_ name: Substring) -> (String, Substring) {
    var name = name
    var words = ""
    while name.hasPrefix("closure #"), let end = name.firstRange(of: " in ") {
      let number = name.dropFirst("closure #".count).prefix { $0.isNumber }
      words += "closure #\(number) in "
      name = withoutHelpers(name[end.upperBound...])
    }
    return (words, name)
  }

  /// Shortens `Module.Type.function(label: Module.Type) async -> ()` to `Type.function(label:)`.
  private static func declaration(_ name: Substring) -> String {
    var name = name
    if name.hasPrefix("(extension in "), let end = name.firstRange(of: "):") {
      name = name[end.upperBound...]
    }
    guard let open = argumentsStart(name) else { return withoutModule(name) }
    let path = withoutModule(name[..<open])
    guard let close = matching(open, in: name) else { return path }
    let arguments = split(name[name.index(after: open)..<close])
    let labels = arguments.map { argument in
      let label = argument.prefix { $0 != ":" && $0 != " " }
      let hasLabel = argument.dropFirst(label.count).first == ":"
      return hasLabel ? "\(label):" : "_:"
    }
    return path + "(" + labels.joined() + ")"
  }

  private static func argumentsStart(_ name: Substring) -> Substring.Index? {
    var depth = 0
    for index in name.indices {
      switch name[index] {
      case "<": depth += 1
      case ">": depth -= 1
      case "(" where depth == 0: return index
      default: break
      }
    }
    return nil
  }

  private static func withoutModule(_ path: Substring) -> String {
    var text = ""
    var depth = 0
    for character in path {
      if character == "<" { depth += 1 }
      if depth == 0 { text.append(character) }
      if character == ">" { depth -= 1 }
    }
    let parts = text.split(separator: ".")
    return parts.count > 1 ? parts.dropFirst().joined(separator: ".") : text
  }

  private static func matching(_ open: Substring.Index, in name: Substring) -> Substring.Index? {
    var depth = 0
    for index in name[open...].indices {
      if name[index] == "(" { depth += 1 }
      if name[index] == ")" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  private static func split(_ arguments: Substring) -> [Substring] {
    guard !arguments.isEmpty else { return [] }
    var parts: [Substring] = []
    var start = arguments.startIndex
    var depth = 0
    var previous: Character = " "
    for index in arguments.indices {
      switch arguments[index] {
      case "(", "<", "[": depth += 1
      case ")", "]": depth -= 1
      case ">" where previous != "-": depth -= 1
      case "," where depth == 0:
        parts.append(arguments[start..<index])
        start = arguments.index(index, offsetBy: 2, limitedBy: arguments.endIndex) ?? index
      default: break
      }
      previous = arguments[index]
    }
    parts.append(arguments[start...])
    return parts
  }
}

extension Substring {
  /// Returns where a text first occurs.
  func firstRange(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      let rest = self[start...]
      if rest.hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
