/// A demangled Swift name, made short for reading.
///
/// The demangler spells out modules, types and the kinds of helper functions; a reader looks for
/// `Feed.prefetch()` or `closure #1 in Feed.refresh(now:)`.
package struct FunctionName: Hashable, Sendable {
  /// The short name.
  package let short: String
  /// Whether the function belongs to the standard library, wherever it was compiled.
  package let isStandardLibrary: Bool

  /// Whether the function is the standard library's `sleep` of a task or a clock, or a part of it.
  package var isSleep: Bool {
    isStandardLibrary && (short.contains(".sleep(") || short.contains("._sleep("))
  }

  /// Whether the function only leads from one way of calling to another.
  package let isReabstraction: Bool
  /// Whether a macro wrote the function, or it only leads to one that a macro wrote.
  package let isGenerated: Bool
  /// Whether the function is the harness's own, which stands around a test's body.
  package let isHarness: Bool

  package init(demangled: String) {
    let text = demangled.contains(" in _") ? Self.withoutFiles(demangled[...]) : demangled
    let (words, owner) = Self.nesting(Self.withoutHelpers(text[...]))
    isReabstraction = owner.contains("reabstraction thunk")
    isStandardLibrary =
      ["Swift", "_Concurrency", "Synchronization"].contains { module in
        owner.hasPrefix("\(module).") || owner.hasPrefix("(extension in \(module)):")
      } || isReabstraction
    // What macros write goes by mangled names.
    isGenerated = owner.contains("$s")
    isHarness = ["Tidemark.", "TidemarkTesting.", "TidemarkXCTest.", "TidemarkAuto."]
      .contains { owner.hasPrefix($0) }
    short = words + Self.declaration(owner)
  }

  /// Removes what says in which file a private name stands: `(decode in _8F3A…)` is `decode`.
  private static func withoutFiles(_ name: Substring) -> String {
    var rest = name
    var text = ""
    while let middle = rest.firstRange(of: " in _") {
      let before = rest[..<middle.lowerBound]
      let file = rest[middle.upperBound...].prefix { $0.isHexDigit }
      let after = rest[file.endIndex...]
      if !file.isEmpty, after.first == ")", let open = before.lastIndex(of: "(") {
        text += before[..<open] + before[before.index(after: open)...]
        rest = after.dropFirst()
      } else {
        text += rest[..<middle.upperBound]
        rest = rest[middle.upperBound...]
      }
    }
    return text + rest
  }

  private static let helpers = [
    "partial apply forwarder for ", "suspend resume partial function for ",
    "await resume partial function for ", "async function pointer to ", "merged ", "static ",
    "protocol witness for ", "dispatch thunk of ", "@objc ", "@nonobjc ", "async thunk for ",
    "variable initialization expression of ", "default argument ",
  ]

  /// Removes what says how a function came to be, for example `partial apply forwarder for`.
  private static func withoutHelpers(_ name: Substring) -> Substring {
    var name = name
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

  /// Splits `closure #2 () -> () in closure #1 … in Owner` into the words for what is nested and
  /// the owner.
  private static func nesting(_ name: Substring) -> (String, Substring) {
    var name = name
    var words = ""
    // Closures and local functions have a number, `closure #1 …` and `visit #1 …`.
    while let number = name.firstRange(of: " #"), let end = name.firstRange(of: " in "),
      number.upperBound < end.lowerBound, name[number.upperBound].isNumber
    {
      let kind = name[..<number.lowerBound]
      let digits = name[number.upperBound...].prefix { $0.isNumber }
      if kind == "closure" {
        words += "closure #\(digits) in "
      } else if kind == "$defer" {
        words += "defer in "
      } else if !kind.hasPrefix("$"), !kind.contains(where: { " .(".contains($0) }) {
        let type = name[digits.endIndex..<end.lowerBound].drop { $0 == " " }
        words += declaration(kind + type) + " in "
      } else if !kind.hasPrefix("$"), kind != "implicit closure" {
        break
      }
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
    // An accessor or a variable is followed by its type.
    if let type = name.firstRange(of: " : "), !name[..<type.lowerBound].contains("(") {
      return withoutModule(name[..<type.lowerBound])
    }
    guard let open = argumentsStart(name) else { return withoutModule(name) }
    let path = String(withoutModule(name[..<open]).prefix { $0 != " " && $0 != "@" })
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
