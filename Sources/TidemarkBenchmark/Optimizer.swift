public import CGoogleBenchmark

/// Makes the optimizer believe that a value is used, so that the work it came from is done.
@inlinable @inline(__always)
public func blackHole<Value>(_ value: Value) {
  withUnsafePointer(to: value) { tidemark_use($0) }
}

/// Returns a value as one that the optimizer knows nothing about, so that work on it is done at
/// run time and in each iteration.
@inlinable @inline(__always)
public func identity<Value>(_ value: Value) -> Value {
  var value = value
  withUnsafeMutablePointer(to: &value) { tidemark_use($0) }
  return value
}
