import ArgumentParser
import TidemarkLive

/// A condition on tasks: a word anywhere, or `column=word`; letters match in either case.
struct TaskFilter {
  enum Column: String, CaseIterable {
    case id
    case name
    case state
    case wait
    case executor
    case site
  }

  private let column: Column?
  private let text: String

  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      column = nil
      self.text = text.lowercased()
      return
    }
    guard let column = Column(rawValue: String(parts[0])) else {
      let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--filter \(text): \(parts[0]) is none of \(known)")
    }
    self.column = column
    self.text = parts[1].lowercased()
  }

  func accepts(_ task: TaskDescription) -> Bool {
    switch column {
    case .id: "\(task.id)" == text
    case .state: task.stateText == text
    case .name: contains(task.name)
    case .wait: contains(task.waitText)
    case .executor: contains(task.executorName)
    case .site: task.creation.contains { contains($0.function) || contains($0.place) }
    case nil:
      [task.name, task.stateText, task.waitText, task.executorName].contains { contains($0) }
        || task.creation.contains { contains($0.function) || contains($0.place) }
    }
  }

  private func contains(_ value: String?) -> Bool {
    value.map { $0.lowercased().contains(text) } ?? false
  }
}
