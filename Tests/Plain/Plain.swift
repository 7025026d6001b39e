#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that knows nothing of Tidemark: makes tasks that wait, says what it was started with, and
/// ends with status 7 when its standard input does.
@main
enum Plain {
  static func main() async {
    for _ in 0..<25 { Task.detached { try? await Task.sleep(for: .seconds(100_000)) } }
    print("preload \(getenv("LD_PRELOAD").map { String(cString: $0) } ?? "none")")
    print("arguments \(CommandLine.arguments.dropFirst().joined(separator: " "))")
    fflush(nil)
    system("echo child ${LD_PRELOAD-none}")
    print("ready")
    fflush(nil)
    while let line = readLine() {
      print("line \(line)")
      fflush(nil)
    }
    exit(7)
  }
}
