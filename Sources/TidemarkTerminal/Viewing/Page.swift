/// One of the views, by the key that shows it.
enum Page: Int, Hashable, Sendable, CaseIterable {
  case overview = 1
  case scheduler, tasks, tree, losses

  var title: String {
    switch self {
    case .overview: "Overview"
    case .scheduler: "Scheduler"
    case .tasks: "Tasks"
    case .tree: "Tree"
    case .losses: "Losses"
    }
  }

  init?(key: Character) {
    guard let number = key.wholeNumberValue else { return nil }
    self.init(rawValue: number)
  }
}
