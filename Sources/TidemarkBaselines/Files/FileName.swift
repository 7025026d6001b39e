/// The file name of a suite or target: every byte that is unfit becomes `%` and two digits.
package enum FileName {
  /// Returns a file name for a name, different for different names.
  package static func escape(_ name: String) -> String {
    var result = ""
    for (index, byte) in name.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: ".") where index > 0:
        result.append(".")
      default:
        result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result.isEmpty ? "%" : result
  }

  /// Returns the name of the file that a test is recorded to: the parentheses of a test without
  /// parameters are left out.
  package static func recording(of test: TestIdentity) -> String {
    let function = test.function
    let name = function.hasSuffix("()") ? String(function.dropLast(2)) : function
    return escape("\(test.target).\(test.suite).\(name)") + ".tidemark"
  }

  /// Returns the name that a file name stands for, or nil when it stands for none.
  package static func unescape(_ file: some StringProtocol) -> String? {
    if file == "%" { return "" }
    var bytes: [UInt8] = []
    var rest = file.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
