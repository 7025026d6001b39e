import Foundation
import Synchronization
import Testing
import Tidemark
import TidemarkLedger

/// What is kept of a task's time, on an executor that runs it when it is told to.
@Suite(.enabled(if: probeCan([.scheduler, .context, .switches])))
struct TaskTimesTests {
  /// A task that runs three times, for `busy` each, and the moments of its story.
  private final class Subject: Sendable {
    let desk = Desk()
    let waiting = Mutex<UnsafeContinuation<Void, Never>?>(nil)
    let id = Mutex<UInt64>(0)

    func start() -> Task<Void, Never> {
      Task.detached(executorPreference: desk) { [self] in
        id.withLock { $0 = Watch.currentTask() }
        usleep(20_000)
        await withUnsafeContinuation { continuation in waiting.withLock { $0 = continuation } }
        usleep(20_000)
        await withUnsafeContinuation { continuation in waiting.withLock { $0 = continuation } }
      }
    }

    /// Lets the task go on, until it waits again.
    func step() async { await onThread { self.desk.runNext(asTaskExecutor: true) } }

    func resume() { waiting.withLock { $0.take() }?.resume() }

    func record(in ledger: Ledger) -> TaskRecord? {
      let identity = UInt64(UInt(bitPattern: Unmanaged.passUnretained(desk).toOpaque()))
      return ledger.tasks { _ in true }.first { record in
        ledger.times(of: record)?.executor == ExecutorRecord(identity: identity, kind: .custom)
      }
    }
  }

  @Test func everyStretchIsInOneSum() async throws {
    let watch = try Watch()
    let subject = Subject()
    let begin = Watch.now()
    let task = subject.start()
    let record = try #require(subject.record(in: watch.ledger))
    func times() throws -> TaskTimes { try #require(watch.ledger.times(of: record)) }

    let enqueued = try times()
    #expect(enqueued.state == .enqueued)
    #expect(enqueued.begun >= begin)
    #expect((enqueued.runs, enqueued.queued, enqueued.running) == (0, 0, 0))
    usleep(20_000)
    await subject.step()
    let first = try times()
    #expect(first.state == .suspended)
    #expect(first.runs == 1)
    #expect(first.queued >= 20_000_000)
    #expect(first.running >= 20_000_000)
    usleep(20_000)
    subject.resume()
    let again = try times()
    #expect(again.state == .enqueued)
    #expect(again.waiting >= first.waiting + 20_000_000)
    #expect((again.running, again.queued) == (first.running, first.queued))
    await subject.step()
    let second = try times()
    #expect(second.runs == 2)
    #expect(second.hops == 0)
    #expect(second.running >= first.running + 20_000_000)
    for times in [enqueued, first, again, second] {
      #expect(times.running + times.queued + times.waiting == times.since - times.begun)
      #expect(times.begun == enqueued.begun)
    }
    let later = second.upTo(Watch.now())
    #expect(later.waiting + later.running + later.queued == later.since - later.begun)
    subject.resume()
    await subject.step()
    await task.value
    let last = try times()
    #expect(last.state == .completed)
    #expect(last.runs == 3)
    #expect(last == last.upTo(Watch.now()))
  }

  @Test func runningTaskIsSeenOnItsThread() async throws {
    let watch = try Watch()
    let begin = Watch.now()
    let (thread, record, times) = try await Task.detached {
      let id = Watch.currentThread()
      let thread = try #require(watch.ledger.threads().first { $0.id == id })
      let record = try #require(watch.ledger.tasks { _ in true }.first { $0.task == thread.task })
      return (thread, record, try #require(watch.ledger.times(of: record)))
    }.value
    #expect(thread.task == record.task)
    #expect(thread.executor == ExecutorRecord(identity: 0, kind: .global))
    #expect(try #require(thread.since) >= begin)
    #expect(times.state == .running)
    #expect(times.since == thread.since)
    #expect(times.runs == 1)
  }

  @Test func hopsAreCountedOnceEach() async throws {
    let watch = try Watch()
    let counter = Counter()
    let times = try await Task.detached {
      for _ in 0..<50 { await visit(counter) }
      let id = Watch.currentThread()
      let task = watch.ledger.threads().first { $0.id == id }?.task
      let record = try #require(watch.ledger.tasks { _ in true }.first { $0.task == task })
      return try #require(watch.ledger.times(of: record))
    }.value
    #expect(times.hops == 100)
    #expect(times.runs == 1)
    #expect(times.executor.kind == .global)
    #expect(times.running + times.queued + times.waiting == times.since - times.begun)
  }
}
