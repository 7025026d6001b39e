import TidemarkLedger

/// The calls in which the threads of a process are, as far as they wait in the kernel.
struct ThreadStacks {
  private var stacks: [Int: NativeStack] = [:]
  private var callers: [Int: [UInt64]] = [:]

  /// Walks the stacks of threads.
  init(_ threads: [ThreadRecord], of pid: Int, memory: RemoteMemory, names: CodeNames) {
    guard let code = CodeMap(pid: pid) else { return }
    let images = FrameTables(memory: memory) { names.file(of: $0) }
    for thread in threads where thread.id != 0 {
      guard
        let stack = NativeStack(
          thread: thread.id, of: pid, memory: memory, code: code, images: images)
      else { continue }
      stacks[thread.id] = stack
      guard thread.task != 0, let context = stack.context else { continue }
      callers[thread.id] = TaskInspection.callers(of: context) { memory.read($0, into: $1) }
    }
  }

  /// All places that need names.
  var places: Set<UInt64> {
    var places = Set(stacks.values.lazy.flatMap(\.places))
    for resumes in callers.values { places.formUnion(resumes.lazy.map { $0 &+ 1 }) }
    return places
  }

  /// Returns where a thread is with all that leads there, innermost first; nil when it runs.
  func places(ofThread thread: Int) -> [UInt64]? { stacks[thread]?.places }

  /// Returns where the task is that a thread runs: the calls on the thread, and then the async
  /// functions that wait for them.
  func places(ofTaskOn thread: Int) -> [UInt64]? {
    guard let stack = stacks[thread] else { return nil }
    return stack.places.prefix(stack.ownCount) + (callers[thread] ?? []).map { $0 &+ 1 }
  }
}
