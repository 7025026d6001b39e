import TidemarkAgent

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program to be watched: does what its first argument names, says `ready`, and obeys the orders on
/// its standard input until that ends.
@main
enum Watched {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    do {
      try Agent.start()
    } catch {
      print("error: \(error)")
      exit(3)
    }
    listen()
    let count = arguments.dropFirst().first.flatMap { Int($0) }
    switch arguments.first {
    case "idle", "returns", nil: break
    case "suspended": Work.suspend(count: count ?? 10)
    case "family": Scenes.family(children: count ?? 3)
    case "blocked": Scenes.block()
    case "corrupt": Scenes.corrupt(count: count ?? 20)
    case "chain": Scenes.chain()
    case "actor": Scenes.holdActor(queue: count ?? 7)
    case "main": Scenes.holdMain(queue: count ?? 7)
    case "custom": Scenes.holdCustom(queue: count ?? 7)
    case "stuck": Work.blockThePool()
    case "bursts": Work.burst(of: count ?? 1000)
    case "mixed": Work.mix()
    case "paced": Pace.begin()
    case "waits": Waits.begin()
    default:
      print("error: no work of that name")
      exit(64)
    }
    print("ready")
    fflush(nil)
    if arguments.contains("returns") { return }
    // A thread of its own waits for the end, so that the pool may be stuck.
    waitForEnd()
    try? await Task.sleep(for: .seconds(1_000_000))
  }

  /// Answers over HTTP where `WATCHED_LISTEN` says, with the token in `WATCHED_TOKEN`.
  private static func listen() {
    guard let address = getenv("WATCHED_LISTEN") else { return }
    do {
      let token = getenv("WATCHED_TOKEN").map { String(cString: $0) }
      let place = try Agent.listen(
        ListenOptions(
          address: String(cString: address), token: token,
          makesToken: getenv("WATCHED_MAKE_TOKEN") != nil))
      print("listening at \(place)")
    } catch {
      print("error: \(error)")
      exit(3)
    }
  }

  private static func waitForEnd() {
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { _ in
        Orders.obey()
        exit(0)
      }, nil)
  }
}
