private import Foundation

/// Whether a sanitizer is linked, into the tests and the programs that they start: it has threads, memory,
/// handlers of signals and copies of the system's functions of its own.
public let isSanitized = isAddressSanitized || isThere("__tsan_init")

/// Whether it is the one of addresses, under which frames lie where no caller of theirs can tell.
public let isAddressSanitized = isThere("__asan_init")

private func isThere(_ function: String) -> Bool { dlsym(nil, function) != nil }
