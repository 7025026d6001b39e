#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Returns the value of an environment variable, or nil when it is not set.
package func environment(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}
