import TidemarkLive

/// All that is known of a process and of its last minutes.
struct Past: Sendable {
  var history: History
  private(set) var latest: Snapshot?
  private(set) var glances: [Glance] = []
  private(set) var transitions = Transitions()
  private(set) var names = Names()
  private(set) var lists: [TaskList] = []
  private var nextSample: Int64 = .min
  /// The time between the looks that charts are made of.
  var interval: Int64

  private static let glanceLimit = 1200
  /// How many tasks are kept in all lists together.
  private static let listedLimit = 100_000

  init(interval: Int64, capacity: Int) {
    self.interval = interval
    history = History(capacity: capacity, patience: interval * 5 / 2)
  }

  /// Adds a look; only those that are an interval apart become part of the charts.
  mutating func add(_ snapshot: Snapshot) {
    if let latest, snapshot.time <= latest.time { return }
    latest = snapshot
    names.add(snapshot)
    glances.append(Glance(snapshot))
    if glances.count > Self.glanceLimit + 200 { glances.removeFirst(200) }
    transitions.keep(threads: Set(snapshot.workers.map(\.thread)))
    // A look that is a little early counts, or every second one would be late.
    guard snapshot.time >= nextSample else { return }
    // The second look comes early, so that there are rates at once.
    nextSample = history.isEmpty ? snapshot.time : snapshot.time + interval * 9 / 10
    history.append(snapshot)
  }

  mutating func add(_ batch: EventBatch) {
    transitions.add(batch)
    names.add(batch)
  }

  /// Takes other transitions in place of those that are kept.
  mutating func replaceTransitions(_ batch: EventBatch) {
    transitions = Transitions()
    add(batch)
  }

  /// Learns the names of tasks.
  mutating func name(_ list: TaskList) { names.add(list) }

  /// Learns the names of executors.
  mutating func name(_ executors: [ExecutorDescription]) { names.add(executors) }

  /// Learns the calls at places where transitions said that tasks were created.
  mutating func name(_ places: [UInt64: [Frame]]) { names.add(places) }

  mutating func interrupt(at time: Int64) { transitions.interrupt(at: time) }

  mutating func add(_ list: TaskList) {
    if let last = lists.last, list.time <= last.time { lists.removeLast() }
    lists.append(list)
    names.add(list)
    var total = lists.reduce(0) { $0 + $1.tasks.count }
    while lists.count > 1, total > Self.listedLimit || lists.count > 1000 {
      total -= lists.removeFirst().tasks.count
    }
  }

  /// From the oldest moment that can be shown to the newest.
  var span: ClosedRange<Int64>? {
    guard let latest, let first = history.span?.lowerBound else { return nil }
    return min(first, latest.time)...latest.time
  }

  /// Returns the last look at or before a time.
  func snapshot(at time: Int64) -> Snapshot? {
    if let latest, time >= latest.time { return latest }
    return history.sample(at: time)?.snapshot ?? latest
  }

  /// Returns the last list of tasks at or before a time; nil when none is kept of then.
  func tasks(at time: Int64) -> TaskList? {
    // A list is taken after the look that it belongs to, so that the newest may be newer than that.
    if let latest, time >= latest.time { return lists.last }
    return lists.last { $0.time <= time }
  }
}
