#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

@_silgen_name("swift_demangle")
private func runtimeDemangle(
  _ name: UnsafePointer<CChar>?, _ length: UInt, _ output: UnsafeMutablePointer<CChar>?,
  _ outputLength: UnsafeMutablePointer<UInt>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// Returns the readable name of a Swift symbol, or the symbol itself when it is not one.
package func demangle(_ symbol: String) -> String {
  // The code at the top level of `main.swift`, and its parts between two suspensions: `TQ0_`, `TY1_`.
  if symbol.hasPrefix("async_MainT") { return "async_Main" }
  guard symbol.hasPrefix("$s") || symbol.hasPrefix("$S") || symbol.hasPrefix("_T") else {
    return symbol
  }
  guard let text = runtimeDemangle(symbol, UInt(symbol.utf8.count), nil, nil, 0) else {
    return symbol
  }
  defer { free(text) }
  return String(cString: text)
}
