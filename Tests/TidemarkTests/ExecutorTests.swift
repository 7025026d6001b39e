import Dispatch
import Synchronization
import Testing
import Tidemark
import TidemarkBaselines

/// An executor that runs its jobs on a dispatch queue.
private final class QueueExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "tidemark.tests.executor")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

private actor Clerk {
  nonisolated let executor = QueueExecutor()
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
  private(set) var served = 0

  func serve() { served += 1 }

  func serveByTask() async { await Task { served += 1 }.value }
}

/// A task executor that runs its jobs on a concurrent dispatch queue.
private final class PoolExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "tidemark.tests.pool", attributes: .concurrent)
  let jobs = Atomic<Int>(0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.add(1, ordering: .relaxed)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Work on executors of the user's own and on the main actor, with counts known by construction.
@Suite struct ExecutorTests {
  @Test func customSerialExecutorHopsThereAndBack() async {
    let clerk = Clerk()
    let usage = await bracketed {
      for _ in 0..<50 { await clerk.serve() }
    }
    #expect(usage[.tasksCreated] == 0)
    #expect(usage[.hops] == 100)
    #expect(usage[.jobsEnqueued] == 100)
    #expect(usage[.jobsRun] == 100)
  }

  @Test func taskOnACustomSerialExecutor() async {
    let clerk = Clerk()
    let usage = await bracketed { await clerk.serveByTask() }
    #expect(usage[.tasksCreated] == 1)
    #expect(usage[.tasksCompleted] == 1)
    #expect(usage[.tasksLeaked] == 0)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func taskExecutorPreference() async {
    let executor = PoolExecutor()
    let usage = await bracketed {
      await withTaskExecutorPreference(executor) {
        await withTaskGroup(of: Void.self) { group in
          for _ in 0..<20 { group.addTask {} }
        }
      }
    }
    #expect(usage[.tasksCreated] == 20)
    #expect(usage[.tasksCompleted] == 20)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
    #expect(executor.jobs.load(ordering: .relaxed) >= 20)
  }

  @Test func taskWithAnExecutorPreference() async {
    let executor = PoolExecutor()
    let usage = await bracketed {
      await Task(executorPreference: executor) {
        await Task.detached(executorPreference: executor) {}.value
      }.value
    }
    #expect(usage[.tasksCreated] == 2)
    #expect(usage[.tasksCompleted] == 2)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func groupChildrenWithAnExecutorPreference() async {
    let executor = PoolExecutor()
    let usage = await bracketed {
      await withDiscardingTaskGroup { group in
        for _ in 0..<20 { group.addTask(executorPreference: executor) {} }
      }
    }
    #expect(usage[.tasksCreated] == 20)
    #expect(usage[.tasksCompleted] == 20)
  }

  @Test func tasksOfTheMainActor() async {
    let usage = await bracketed {
      for _ in 0..<10 { await Task { @MainActor in }.value }
    }
    #expect(usage[.tasksCreated] == 10)
    #expect(usage[.tasksCompleted] == 10)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
  }

  @Test func actorsUnderContention() async {
    let counter = Counter()
    let usage = await bracketed {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<200 { group.addTask { for _ in 0..<10 { await visit(counter) } } }
      }
    }
    #expect(usage[.tasksCreated] == 200)
    #expect(usage[.tasksCompleted] == 200)
    #expect(usage[.hops] == 4000)
    #expect(usage[.jobsEnqueued] == usage[.jobsRun])
    #expect(await counter.value == 2000)
  }
}
