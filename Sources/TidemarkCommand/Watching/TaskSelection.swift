import ArgumentParser
import TidemarkLive

/// Which tasks to show, and in which order.
struct TaskSelection: ParsableArguments {
  /// What to sort by.
  enum Order: String, CaseIterable, ExpressibleByArgument {
    case id
    case name
    case state
    case wait
    case executor
    case priority
    case age
    case running
    case queued
    case waiting
    case runs
    case hops
    case site

    /// Whether it is one of what is known only while a viewer asks for times.
    var needsTimes: Bool { [.running, .queued, .waiting, .runs, .hops].contains(self) }
  }

  @Option(
    help: ArgumentHelp(
      "id, name, state, wait, executor, priority, age, running, queued, waiting, runs, hops or site.",
      valueName: "column"))
  var sort: Order = .id

  @Option(
    help: ArgumentHelp("Only tasks with this, for example state=enqueued.", valueName: "text"))
  var filter: [String] = []

  @Option(help: ArgumentHelp("List so many at most.", valueName: "n"))
  var limit: Int?

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("--limit has to be 0 or more") }
    for text in filter { _ = try TaskFilter(text) }
  }

  /// Returns the tasks that were asked for, in order; the total stays that of all.
  func apply(to list: TaskList) throws -> TaskList {
    let filters = try filter.map(TaskFilter.init)
    var list = list
    list.tasks.removeAll { task in !filters.allSatisfy { $0.accepts(task) } }
    list.tasks.sort { Self.isBefore($0, $1, sort) }
    if let limit { list.tasks = Array(list.tasks.prefix(limit)) }
    return list
  }

  /// Names in the order of the alphabet, figures with the largest first.
  private static func isBefore(
    _ left: TaskDescription, _ right: TaskDescription, _ order: Order
  ) -> Bool {
    switch order {
    case .id: break
    case .name: if let first = compare(left.name ?? "~", right.name ?? "~") { return first }
    case .state:
      if let first = compare(left.stateText, right.stateText) { return first }
    case .wait: if let first = compare(left.waitText, right.waitText) { return first }
    case .executor:
      if let first = compare(left.executorName ?? "~", right.executorName ?? "~") { return first }
    case .site: if let first = compare(left.siteText, right.siteText) { return first }
    case .priority: if let first = compare(right.priority ?? 0, left.priority ?? 0) { return first }
    case .age: if let first = compare(right.age, left.age) { return first }
    case .running:
      if let first = compare(right.times?.running ?? 0, left.times?.running ?? 0) { return first }
    case .queued:
      if let first = compare(right.times?.queued ?? 0, left.times?.queued ?? 0) { return first }
    case .waiting:
      if let first = compare(right.times?.waiting ?? 0, left.times?.waiting ?? 0) { return first }
    case .runs:
      if let first = compare(right.times?.runs ?? 0, left.times?.runs ?? 0) { return first }
    case .hops:
      if let first = compare(right.times?.hops ?? 0, left.times?.hops ?? 0) { return first }
    }
    return left.id < right.id
  }

  private static func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool? {
    left == right ? nil : left < right
  }
}
