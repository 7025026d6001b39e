import TidemarkLedger

extension LocalSource {
  package func tasks(_ query: TaskQuery) throws(SourceError) -> TaskList {
    _ = try status()
    let now = Self.monotonic()
    let capabilities = ledger.capabilities
    guard capabilities.contains(.scheduler) else {
      return TaskList(
        time: now, tasks: [], total: 0, losses: ledger.losses.named,
        unavailable: ["tasks": Self.schedulerReason(capabilities)])
    }
    var (survey, total) = survey(query)
    taskNames.complete(&survey)
    var list = TaskList(time: now, tasks: [], total: total, losses: ledger.losses.named)
    list.unavailable = unavailable(in: survey, query)
    let listed = survey.entries
    // All up to one moment that none was taken after: to look up names takes long at times.
    let times = listed.map { ledger.times(of: $0.record) }
    let timed = Self.monotonic()
    let records = ledger.threads()
    let stacks =
      query.stacks && memoryRefusal == nil
      ? ThreadStacks(records, of: process.pid, memory: memory, names: names) : nil
    var places = TaskPlaces(listed, threads: stacks, names: names, query: query)
    var kinds = WaitKinds(survey, names: names)
    var tasks = TaskIdentities(survey, memory: memory)
    let threads = Dictionary(
      records.filter { $0.task != 0 }.map { ($0.task, $0) }, uniquingKeysWith: { $1 })
    var executors: [TaskInspection.ExecutorReference: ExecutorDescription] = [:]
    // Of a damaged ledger it may lie anywhere.
    let passed = UInt64(max(now - min(Int64(clamping: ledger.epoch), now), 0))
    if passed >= TaskRecord.ageLimit {
      list.unavailable["fullAge"] =
        "a task's record has room for 49.7 days, and the process runs for longer: a task may be older "
        + "by a multiple of that"
    }
    list.tasks.reserveCapacity(listed.count)
    for (entry, times) in zip(listed, times) {
      let age = Int64(clamping: entry.record.age(sinceEpoch: passed))
      var task = TaskDescription(
        id: 0, address: entry.record.task, age: age,
        creation: places.creation(of: entry.record))
      if let inspection = entry.inspection {
        task.take(inspection)
        task.parent = inspection.parent.flatMap { tasks.id(of: $0) }
        task.waitsForTask = inspection.waitsForTask.flatMap { tasks.id(of: $0) }
        if inspection.wait == .continuation {
          task.waitsFor = kinds.kind(of: inspection)
        }
        if inspection.state == .enqueued {
          let reference = inspection.executor ?? .init(identity: 0, implementation: 0)
          let executor = executors[reference] ?? describe(reference)
          executors[reference] = executor
          task.executor = executor.identity
          task.executorName = executor.name
        }
        if let thread = threads[entry.record.task] {
          task.thread = thread.id
          task.executor = thread.executor?.identity
          task.executorName = thread.executor.map { describe($0).name }
        }
        task.times = times.map { TaskDescription.Times($0, now: timed) }
        if query.stacks {
          task.stack =
            inspection.state == .running
            ? task.thread.flatMap { places.stack(ofTaskOn: $0) } : places.stack(of: inspection)
        }
      }
      list.tasks.append(task)
    }
    if query.stacks {
      list.threads = workers(records).map { worker in
        var worker = worker
        worker.stack = places.stack(ofThread: worker.thread)
        return worker
      }
    }
    if query.symbols, let refusal = names.refusal { list.unavailable["symbols"] = refusal }
    return list
  }

  /// Looks at the tasks that are asked for, and returns how many live ones there are.
  private func survey(_ query: TaskQuery) -> (TaskSurvey, total: Int) {
    let depth: TaskInspection.Depth = query.stacks ? .stack : .shortWait
    let all = ledger.tasks { _ in true }
    if let id = query.id {
      var survey = survey(all, depth: .shortWait)
      let total = survey.entries.count
      let found = survey.entries.filter { $0.inspection?.id == id }
      survey.keep(self.survey(found.map(\.record), depth: depth))
      return (survey, total)
    }
    let limit = max(query.limit ?? all.count, 0)
    var survey = survey(Array(all.prefix(limit)), depth: depth)
    var rest = all.dropFirst(limit)
    // Some may have completed before they were looked at.
    while survey.entries.count < limit, !rest.isEmpty {
      let more = rest.prefix(limit - survey.entries.count)
      survey.add(self.survey(Array(more), depth: depth))
      rest = rest.dropFirst(more.count)
    }
    return (survey, survey.entries.count + rest.count)
  }

  /// Looks at tasks.
  ///
  /// - Parameter whenRead: Is called when the states of all have been read, before the rest is looked at.
  func survey(
    _ records: [TaskRecord], depth: TaskInspection.Depth, whenRead: () -> Void = {}
  ) -> TaskSurvey {
    if memoryRefusal != nil {
      whenRead()
      return TaskSurvey(withoutMemory: records)
    }
    return TaskSurvey(records, ledger: ledger, memory: memory, depth: depth, whenRead: whenRead)
  }

  /// Why the memory of the process can't be read; nil when it can.
  var memoryRefusal: String? { memory.refusal }

  /// Describes an executor as the runtime refers to it.
  func describe(_ reference: TaskInspection.ExecutorReference) -> ExecutorDescription {
    guard reference.identity != 0 else { return .global }
    let isActor = reference.implementation == 0
    let name = types.name(ofObject: reference.identity, isActor: isActor)
    // The runtime's own executor for the main queue is of a class of that name.
    let kind: ExecutorDescription.Kind =
      if isActor {
        .actor
      } else if name == "DispatchMainExecutor" {
        .main
      } else {
        .custom
      }
    return Self.describe(reference.identity, kind, typeName: name)
  }

  /// Describes an executor as the ledger has it.
  func describe(_ record: ExecutorRecord) -> ExecutorDescription {
    guard record.identity != 0 else {
      return record.kind == .global
        ? .global
        : ExecutorDescription(
          identity: 0, kind: .custom, name: "unknown")
    }
    return Self.describe(
      record.identity, ExecutorDescription.Kind(record.kind),
      typeName: types.name(ofObject: record.identity, isActor: record.kind == .actor))
  }

  private static func describe(
    _ identity: UInt64, _ kind: ExecutorDescription.Kind, typeName: String?
  ) -> ExecutorDescription {
    ExecutorDescription(
      identity: identity, kind: kind,
      name: kind == .main ? "main" : typeName ?? ExecutorDescription.name(ofUnknown: identity))
  }

  private func unavailable(in survey: TaskSurvey, _ query: TaskQuery) -> [String: String] {
    var reasons: [String: String] = [:]
    if let refusal = memoryRefusal {
      var absent = ["id", "name", "parent", "priority", "state", "waitsFor"]
      if query.stacks { absent.append("stack") }
      for name in absent { reasons[name] = refusal }
    } else if survey.unreadable > 0 {
      reasons["state"] =
        "the memory of \(survey.unreadable) tasks is not that of a task; something wrote over it"
    }
    return reasons
  }
}

extension ExecutorDescription {
  static let global = ExecutorDescription(identity: 0, kind: .global, name: "global")
}

extension TaskDescription.Times {
  /// Takes what the ledger has, up to a moment on the monotonic clock.
  fileprivate init(_ times: TaskTimes, now: Int64) {
    let upToNow = times.upTo(UInt64(clamping: now))
    // Of a damaged ledger it may be any number.
    func bounded(_ time: UInt64) -> Int64 {
      min(Int64(clamping: time), PlausibleTimes.range.upperBound - 1)
    }
    self.init(
      observed: max(now - Int64(clamping: times.begun), 0), running: bounded(upToNow.running),
      queued: bounded(upToNow.queued), waiting: bounded(upToNow.waiting), runs: times.runs,
      hops: times.hops)
  }
}

extension TaskDescription {
  /// Takes what the task's own memory says of it.
  mutating func take(_ inspection: TaskInspection) {
    id = inspection.id
    name = inspection.name
    isCancelled = inspection.isCancelled
    priority = inspection.priority
    kind =
      switch inspection.kind {
      case .unstructured: .unstructured
      case .groupChild: .groupChild
      case .asyncLet: .asyncLet
      }
    state =
      switch inspection.state {
      case .created, .completed: .created
      case .enqueued: .enqueued
      case .running: .running
      case .suspended: .suspended
      }
    waitsFor =
      switch inspection.wait {
      case .task: .task
      case .group: .group
      case .continuation, .executor, nil: nil
      }
  }
}
