/// Why a figure rose: something was left behind, and the code that did it.
struct Explanation: Hashable {
  /// The finding below which the explanation belongs.
  var metric: Metric
  /// What there is to say, for example `waiting for a continuation, 0.51 s old, created at`.
  var headline: String
  /// The call stack, innermost first and trimmed of the runtime's frames.
  var frames: [SourceFrame]

  /// How many explanations of one kind are spelled out before the rest is only counted.
  static let limit = 5
  /// How many frames of a stack are shown.
  static let frameLimit = 8
}

extension TestOutcome {
  /// What explains the risen figures, in the order of reports.
  var explanations: [Explanation] {
    let usage = measurement.usage
    var result: [Explanation] = []
    if let metric = firstRisen(of: [.tasksLeaked, .continuationsLeaked]) {
      result += Explanation.tasks(usage.leakedTasks, metric)
    }
    if let metric = firstRisen(of: [.threadsLeaked, .threadsCreated, .threadsPeak]) {
      result += Explanation.threads(usage.leakedThreads, metric)
    }
    if let metric = firstRisen(of: [.filesLeaked]) {
      result += Explanation.files(usage.leakedFiles, metric)
    }
    return result
  }

  private func firstRisen(of metrics: [Metric]) -> Metric? {
    metrics.first { metric in
      findings.contains { $0.metric == metric && $0.direction == .risen }
    }
  }
}

extension Explanation {
  /// Tasks that left the same way stand together.
  private struct Kind: Hashable {
    var name: String?
    var doing: String
    var frames: [SourceFrame]
  }

  fileprivate static func tasks(_ tasks: [LeakedTask], _ metric: Metric) -> [Self] {
    var order: [Kind] = []
    var ages: [Kind: [Int]] = [:]
    for task in tasks {
      let kind = Kind(name: task.name, doing: task.doing, frames: task.createdAt.trimmed)
      if ages[kind] == nil { order.append(kind) }
      ages[kind, default: []].append(task.age)
    }
    let all = order.map { kind -> (count: Int, text: Self) in
      let ages = ages[kind] ?? []
      let many = ages.count > 1 ? FigureText.counted(ages.count, "task") + " " : ""
      let name = kind.name.map { "“\($0)” " } ?? ""
      let age = (ages.count > 1 ? "up to " : "") + FigureText.duration(ages.max() ?? 0) + " old"
      let headline = "\(many)\(name)\(kind.doing), \(age)"
      return (ages.count, stack(metric, headline, "created at", kind.frames))
    }
    return capped(all.sorted { $0.count > $1.count }, metric, "leaked task")
  }

  fileprivate static func threads(_ threads: [LeakedThread], _ metric: Metric) -> [Self] {
    let all = threads.map { thread in
      let name = thread.name.map { "thread “\($0)”" } ?? "thread \(thread.id)"
      return (1, stack(metric, "\(name) still runs", "started at", thread.createdAt.trimmed))
    }
    return capped(all, metric, "leaked thread")
  }

  fileprivate static func files(_ files: [LeakedFile], _ metric: Metric) -> [Self] {
    let all = files.map { file in
      let headline = "descriptor \(file.descriptor) still open on \(file.target)"
      return (1, Explanation(metric: metric, headline: headline, frames: []))
    }
    return capped(all, metric, "leaked file")
  }

  private static func stack(
    _ metric: Metric, _ headline: String, _ verb: String, _ frames: [SourceFrame]
  ) -> Self {
    let headline = frames.isEmpty ? headline : "\(headline), \(verb)"
    return Explanation(metric: metric, headline: headline, frames: frames)
  }

  /// Keeps the first few and says how many things the others stand for.
  private static func capped(
    _ all: [(count: Int, text: Self)], _ metric: Metric, _ noun: String
  ) -> [Self] {
    let rest = all.dropFirst(limit).reduce(0) { $0 + $1.count }
    let shown = all.prefix(limit).map(\.text)
    guard rest > 0 else { return shown }
    let headline = "and " + FigureText.counted(rest, "more \(noun)")
    return shown + [Explanation(metric: metric, headline: headline, frames: [])]
  }
}

extension LeakedTask {
  /// What the task was doing, in words.
  var doing: String {
    switch (state, waitsFor) {
    case (.running, _): "running"
    case (.enqueued, _): "enqueued and not run"
    case (.created, _): "created and never started"
    case (.suspended, .task): "waiting for another task"
    case (.suspended, .continuation): "waiting for a continuation"
    case (.suspended, .group): "waiting for a task group"
    case (.suspended, .executor): "waiting for an executor"
    case (.suspended, .sleep): "sleeping"
    case (.suspended, .unknown), (.suspended, nil): "suspended"
    }
  }
}
