/// A host with or without a port, as it stands in a `Host` header or in an address to listen on.
package struct HostName: Hashable, Sendable {
  /// In lower case, without the brackets of an address of version 6 and without a final dot.
  package var name: String
  package var port: Int?

  /// Splits `name`, `name:port`, `[address]` and `[address]:port`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    var rest = text[...]
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { return nil }
      name = rest[rest.index(after: rest.startIndex)..<end].lowercased()
      guard name.contains(":"), name.allSatisfy({ $0.isHexDigit || ":.".contains($0) }) else {
        return nil
      }
      rest = rest[rest.index(after: end)...]
    } else {
      let end = rest.firstIndex(of: ":") ?? rest.endIndex
      name = rest[..<end].lowercased()
      rest = rest[end...]
      if name.hasSuffix(".") { name.removeLast() }
      guard name.utf8.allSatisfy(Self.isAllowed) else { return nil }
    }
    guard !rest.isEmpty else { return }
    let digits = rest.dropFirst()
    guard rest.first == ":", !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let number = Int(digits), number <= 65535
    else { return nil }
    port = number
  }

  /// Whether it is a name or an address of this machine that no other one can reach.
  package var isLoopback: Bool {
    if ["localhost", "::1", "0:0:0:0:0:0:0:1"].contains(name) || name.hasSuffix(".localhost") {
      return true
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
