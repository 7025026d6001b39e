import Dispatch
import Foundation

private actor Ledge {
  private var steps = 0

  func step() { steps += 1 }
}

@inline(never) private func allocate(_ blocks: Int) {
  for _ in 0..<blocks { free(malloc(100)) }  // mark: allocation
}

@inline(never) private func startThread() {
  let ended = DispatchSemaphore(value: 0)
  Thread { ended.signal() }.start()  // mark: thread
  ended.wait()
}

@inline(never) private func createTask() async {
  await Task {}.value  // mark: task
}

@inline(never) private func visit(_ ledge: Ledge) async {
  await ledge.step()  // mark: hop
}

/// Does a bit of everything in a task, and calls back when it is done.
@_cdecl("plugin_work")
public func work(_ done: @convention(c) @Sendable (Int) -> Void, _ context: Int) {
  Task {
    let ledge = Ledge()
    for _ in 0..<7 { await createTask() }
    for _ in 0..<5 { await visit(ledge) }
    for _ in 0..<3 { startThread() }
    allocate(1000)
    done(context)
  }
}
