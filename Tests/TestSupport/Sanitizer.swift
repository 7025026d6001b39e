private import Foundation

/// Whether a sanitizer is linked, into the tests and the programs that they start: it has threads, memory,
/// handlers of signals and copies of the system's functions of its own.
public let isSanitized =
  dlsym(UnsafeMutableRawPointer(bitPattern: 0), "__tsan_init") != nil
  || dlsym(UnsafeMutableRawPointer(bitPattern: 0), "__asan_init") != nil
