import TidemarkBaselines
import TidemarkLedger
import TidemarkSymbols

extension Bracket {
  /// A leaked task together with what its own memory said.
  struct Leak {
    var task: LeakedTask
    var inspection: TaskInspection?
  }

  /// Returns the tasks that the work created and that have not completed.
  func leakedTasks(ignoring rules: [IgnoreRule]) -> [Leak] {
    guard let ledger, scope != Ledger.unattributed else { return [] }
    let records = ledger.tasks(of: ledger.family(of: scope)).filter { !$0.isLibrary }
    guard !records.isEmpty else { return [] }
    let now = UInt64(monotonicNanoseconds())
    let rules = IgnoreRule.builtIn + rules
    return records.compactMap { record in
      let inspection = TaskInspection(task: record.task, read: peek)
      if inspection?.state == .completed { return nil }
      let creation = Symbolizer.shared.stack(record.creation)
      if rules.contains(where: { $0.accepts(creation) }) { return nil }
      let age = Int(clamping: record.age(sinceEpoch: now &- ledger.epoch))
      return Leak(
        task: LeakedTask(
          id: inspection?.id ?? 0, name: inspection?.name,
          state: inspection.map { LeakedTask.State($0.state) } ?? .created,
          waitsFor: inspection?.wait.map { LeakedTask.Wait($0) }, age: age,
          createdAt: creation),
        inspection: inspection)
    }
  }

  /// Returns leaked tasks with those that are in `Task.sleep` told from those that wait for a
  /// continuation.
  ///
  /// To the runtime both are the same, so it takes the names of the functions that wait.
  func withSleepers(_ leaks: [Leak]) -> [Leak] {
    leaks.map { leak in
      guard leak.task.waitsFor == .continuation, let resumes = leak.inspection?.resumes else {
        return leak
      }
      var leak = leak
      leak.task.waitsFor = LeakedTask.Wait(resumingAt: resumes)
      return leak
    }
  }

  /// Returns the threads that the work started and that are still alive.
  func leakedThreads(ignoring rules: [IgnoreRule]) -> [LeakedThread] {
    guard let ledger, scope != Ledger.unattributed else { return [] }
    let family = ledger.family(of: scope)
    guard family.contains(where: { ledger.scope($0).threadsLive > 0 }) else { return [] }
    let rules = IgnoreRule.builtIn + rules
    return ledger.threads().compactMap { record in
      guard record.kind == .user, family.contains(record.scope) else { return nil }
      let creation = Symbolizer.shared.stack(record.creation)
      if rules.contains(where: { $0.accepts(creation) }) { return nil }
      return LeakedThread(
        id: record.id, name: ProcessFiles.ownThreadName(record.id), createdAt: creation)
    }
  }

  /// Returns the descriptors that are open now and were not before.
  func leakedFiles() -> [LeakedFile] {
    guard let before = start.descriptors else { return [] }
    return ProcessFiles.descriptors().sorted { $0.number < $1.number }.compactMap { descriptor in
      guard !before.contains(descriptor) else { return nil }
      return ProcessFiles.target(of: descriptor.number).map {
        LeakedFile(descriptor: descriptor.number, target: $0)
      }
    }
  }
}

extension LeakedTask.State {
  init(_ state: TaskInspection.State) {
    switch state {
    case .created, .completed: self = .created
    case .enqueued: self = .enqueued
    case .running: self = .running
    case .suspended: self = .suspended
    }
  }
}

extension LeakedTask.Wait {
  init(_ wait: TaskInspection.Wait) {
    switch wait {
    case .task: self = .task
    case .continuation: self = .continuation
    case .group: self = .group
    case .executor: self = .executor
    }
  }

  /// Tells what a task waits for that goes on at these places, innermost first, when it is resumed.
  init(resumingAt places: [UInt64]) {
    // They are starts of functions, and the symbolizer looks before the address it is given.
    for place in places {
      for frame in Symbolizer.shared.frames(of: [place + 1]).first ?? [] {
        let name = FunctionName(demangled: frame.symbol)
        let isRuntime = frame.image?.hasPrefix("libswift_Concurrency.so") ?? false
        guard name.isStandardLibrary else {
          // What is not the runtime's is no sleep, whatever its name.
          self = isRuntime && frame.symbol.hasPrefix("0x") ? .unknown : .continuation
          return
        }
        if name.isSleep {
          // Elsewhere it is a copy made for somebody's own clock, whose wait is a part of it.
          self = isRuntime ? .sleep : .continuation
          return
        }
      }
    }
    self = .continuation
  }
}
