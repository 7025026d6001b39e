import Dispatch
import Foundation
import Synchronization

/// Keeps the jobs that it gets until they are asked for.
final class Desk: SerialExecutor, TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Runs the next job on this thread, as soon as there is one.
  func runNext(asTaskExecutor: Bool = false) {
    while true {
      guard let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) else {
        usleep(100)
        continue
      }
      if asTaskExecutor {
        job.runSynchronously(on: asUnownedTaskExecutor())
      } else {
        job.runSynchronously(on: asUnownedSerialExecutor())
      }
      return
    }
  }
}

/// Runs something on a thread of its own, where no task is.
func onThread(_ body: @escaping @Sendable () -> Void) async {
  await withUnsafeContinuation { continuation in
    let queue = DispatchQueue(label: "tidemark.tests.thread")
    queue.async {
      body()
      continuation.resume()
    }
  }
}
