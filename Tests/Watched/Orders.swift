import CTestSupport
import CTidemarkProbe
import TidemarkAgent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a watched program does when it is told to, a few words on a line of its standard input.
enum Orders {
  /// Obeys until the input ends.
  static func obey() {
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      obey(words.first ?? "", words.dropFirst().first ?? "", words.dropFirst(2).first ?? "")
      fflush(nil)
    }
  }

  private static func obey(_ order: String, _ detail: String, _ other: String) {
    switch order {
    case "start": start()
    case "stop":
      Agent.stop()
      print("stopped")
    case "fork", "unseen": fork(unseen: order == "unseen", detail, other)
    case "become":
      // Another program in the same process, or this one anew.
      print("becoming")
      fflush(nil)
      let arguments = detail == "sleep" ? ["/bin/sleep", "600"] : ["/proc/self/exe", "idle"]
      execv(arguments[0], arguments.map { strdup($0) } + [nil])
      print("error: exec")
    case "close":
      test_closeFrom(3)
      print("closed")
    case "occupy":
      // A file of the program's own gets the numbers from 3 to what the detail says.
      for _ in 3...(Int32(detail) ?? 3) { _ = open("/dev/null", O_RDONLY) }
      print("occupied \(count(upTo: Int32(detail) ?? 3))")
    case "count": print("open \(count(from: Int32(other) ?? 3, upTo: Int32(detail) ?? 3))")
    case "go": print(chdir(detail) == 0 ? "gone" : "error: chdir")
    case "change":
      // To the user and the group of a number, for good.
      let id = UInt32(detail) ?? 65534
      print(setgid(id) == 0 && setuid(id) == 0 ? "changed" : "error: setuid")
    case "exit": exit(Int32(detail) ?? 0)
    case "_exit": _exit(Int32(detail) ?? 0)
    case "crash": abort()
    default: print("error: no order of that name")
    }
  }

  private static func start() {
    do {
      try Agent.start()
      print("started")
    } catch {
      print("error: \(error)")
    }
  }

  private static func fork(unseen: Bool, _ detail: String, _ other: String) {
    fflush(nil)
    // The runtime has locks, and what another thread holds at this moment its child waits for in vain.
    for _ in 0..<300 where !tidemark_othersSleep() { usleep(1000) }
    let child = test_fork(unseen)
    guard child == 0 else {
      if detail != "stay" { test_wait(child) }
      print("child \(child)")
      return
    }
    switch detail {
    case "start":
      start()
      fflush(nil)
      _exit(0)
    case "exit": exit(0)
    case "count":
      print("open \(count(from: other == "200" ? 200 : 3, upTo: 300))")
      fflush(nil)
      _exit(0)
    default: while true { pause() }
    }
  }

  /// How many descriptors of a range are open.
  private static func count(from first: Int32 = 3, upTo last: Int32) -> Int {
    (first...last).count { fcntl($0, F_GETFD) >= 0 }
  }
}
