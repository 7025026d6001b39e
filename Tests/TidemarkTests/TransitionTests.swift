import Testing
import Tidemark
import TidemarkLedger

@Suite(.enabled(if: probeCan([.scheduler, .context, .switches])))
struct TransitionTests {
  @Test func continuation() async throws {
    let watch = try Watch()
    let (stream, feed) = AsyncStream<UnsafeContinuation<Void, Never>>.makeStream()
    let creator = Watch.currentTask()
    let task = Task.detached {
      let id = Watch.currentTask()
      await withUnsafeContinuation { _ = feed.yield($0) }
      return id
    }
    let resumer = Task.detached {
      for await waiting in stream {
        try? await Task.sleep(for: .milliseconds(5))
        waiting.resume()
        return Watch.currentTask()
      }
      return 0
    }
    let resumed = await resumer.value
    let id = await task.value
    print(watch.story(of: id))
    print(watch.story(of: resumed))
    print(watch.story(of: creator))
    #expect(
      watch.story(of: id) == [
        "created by \(creator)", "enqueued global by \(creator)", "run global",
        "suspended continuation", "enqueued global by \(resumed)", "run global", "completed",
      ])
  }
}
