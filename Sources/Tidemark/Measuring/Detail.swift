#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Whether this process looks for causes: it counts call sites too, and takes longer.
package enum Detail {
  /// The variable of the environment that asks for it; `1` is yes.
  package static let variable = "TIDEMARK_DETAIL"

  /// Whether call sites are asked for, as the environment said when it was first looked at.
  package static let isWanted = getenv(variable).map { String(cString: $0) } == "1"
}
