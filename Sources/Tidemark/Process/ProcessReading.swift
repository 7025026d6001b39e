#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system keeps of the whole process, at one moment.
struct ProcessReading: Hashable, Sendable {
  /// Nanoseconds on the monotonic clock.
  var time: Int
  /// Nanoseconds of processor time in user code and in the kernel, from `getrusage`.
  var cpuUser: Int
  var cpuSystem: Int
  /// Page faults and context switches, from `getrusage`.
  var faultsMinor: Int
  var faultsMajor: Int
  var switchesVoluntary: Int
  var switchesInvoluntary: Int
  /// The highest resident set in bytes, from `getrusage`.
  var residentPeak: Int

  /// Reads the figures of this process.
  static func now() -> Self {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(RUSAGE_SELF, &usage)
    #endif
    return Self(
      time: monotonicNanoseconds(),
      cpuUser: nanoseconds(usage.ru_utime), cpuSystem: nanoseconds(usage.ru_stime),
      faultsMinor: Int(usage.ru_minflt), faultsMajor: Int(usage.ru_majflt),
      switchesVoluntary: Int(usage.ru_nvcsw), switchesInvoluntary: Int(usage.ru_nivcsw),
      residentPeak: Int(usage.ru_maxrss) * 1024)
  }

  private static func nanoseconds(_ time: timeval) -> Int {
    Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_usec) * 1000
  }
}

/// Returns the time on the monotonic clock, in nanoseconds.
package func monotonicNanoseconds() -> Int {
  var now = timespec()
  clock_gettime(CLOCK_MONOTONIC, &now)
  return Int(now.tv_sec) * 1_000_000_000 + Int(now.tv_nsec)
}
