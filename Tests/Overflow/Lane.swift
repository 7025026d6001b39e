import Dispatch
import Foundation
import Synchronization

/// Runs tasks on a thread of its own, one after the other.
final class Lane: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrived = DispatchSemaphore(value: 0)

  /// Starts the thread.
  init() {
    Thread.detachNewThread { [self] in
      while true {
        arrived.wait()
        let job = jobs.withLock { $0.removeFirst() }
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrived.signal()
  }

  /// Runs a task and waits until it is about to end.
  func runTask(_ body: @escaping @Sendable () -> Void = {}) {
    let done = DispatchSemaphore(value: 0)
    Task(executorPreference: self) {
      body()
      done.signal()
    }
    done.wait()
  }
}
