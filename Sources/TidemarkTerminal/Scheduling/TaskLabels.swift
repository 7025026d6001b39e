import TidemarkLive

/// What to call tasks: by their names, or else by what created them.
struct TaskLabels: Sendable {
  /// How much is said of a task.
  enum Form: CaseIterable {
    /// `#12 caller 1`, or `#12 closure #1 in Work.mix() (Work.swift:69)`.
    case full
    /// `#12 caller 1`, or `#12 Work.swift:69`.
    case place
    /// `#12`.
    case number
  }

  /// The call that created a task.
  fileprivate struct Creator: Sendable {
    var name: String
    var place: String
  }

  private var names: [UInt64: String] = [:]
  private var creators: [UInt64: Creator] = [:]
  /// The places where transitions said that tasks were created: of the last ones, and of those before.
  private var created: [UInt64: UInt64] = [:]
  private var createdBefore: [UInt64: UInt64] = [:]
  private var places: [UInt64: Creator] = [:]

  /// How many tasks of lists are known at most, and how many that transitions told of, twice.
  private static let limit = 20_000
  private static let createdLimit = Transitions.limit

  mutating func add(_ list: TaskList) {
    if names.count > Self.limit { names = [:] }
    if creators.count > Self.limit { creators = [:] }
    for task in list.tasks.prefix(Self.limit) where task.id != 0 {
      if let name = task.name {
        names[task.id] = name
      } else if creators[task.id] == nil {
        creators[task.id] = Creator(task.creation)
      }
    }
  }

  mutating func add(_ batch: EventBatch) {
    for event in batch.events.suffix(Transitions.limit) where event.kind == .created {
      guard let place = event.place else { continue }
      if created.count >= Self.createdLimit { (created, createdBefore) = ([:], created) }
      created[event.task] = place
    }
  }

  /// Learns the calls at places that transitions have named.
  mutating func add(_ found: [UInt64: [Frame]]) {
    if places.count > Self.limit { places = [:] }
    for (place, frames) in found { places[place] = Creator(frames) }
  }

  func text(_ id: UInt64, _ form: Form) -> String {
    guard form != .number else { return "#\(id)" }
    if let name = names[id] { return "#\(id) \(name)" }
    let place = created[id] ?? createdBefore[id]
    guard let creator = creators[id] ?? place.flatMap({ places[$0] }) else { return "#\(id)" }
    return "#\(id) \(form == .full ? creator.name : creator.place)"
  }
}

extension TaskLabels.Creator {
  /// - Returns: nil when the call is not known.
  fileprivate init?(_ frames: [Frame]) {
    guard let name = frames.taskName, let place = frames.site?.place else { return nil }
    self.init(name: name, place: place)
  }
}
