internal import TidemarkLive

/// A list of tasks as JSON in parts, so that a long one neither holds up others nor is in memory twice.
struct TaskListText {
  private static let mark = Array(#""tasks":[]"#.utf8)
  private static let batch = 100

  private var tasks: ArraySlice<TaskDescription>
  private var head: [UInt8]
  private let tail: [UInt8]
  private var isFirst = true

  init(_ list: TaskList) throws(RequestError) {
    var empty = list
    empty.tasks = []
    let text = try JSON.encode(empty)
    // No string can contain this: the quotes in it would be escaped.
    let start = text.indices.dropLast(Self.mark.count - 1).first {
      text[$0..<($0 + Self.mark.count)].elementsEqual(Self.mark)
    }
    guard let start else { throw RequestError(500, "the list of tasks has no tasks") }
    let split = start + Self.mark.count - 1
    head = Array(text[..<split])
    tail = Array(text[split...])
    tasks = list.tasks[...]
  }

  /// Returns the next part; nil after the last one.
  mutating func next() throws(RequestError) -> [UInt8]? {
    if isFirst {
      isFirst = false
      return tasks.isEmpty ? head + tail : head
    }
    guard !tasks.isEmpty else { return nil }
    // An array in brackets, of which the first one is not needed and the last becomes a comma.
    var text = try JSON.encode(Array(tasks.prefix(Self.batch)))
    tasks = tasks.dropFirst(Self.batch)
    text.removeFirst()
    text.removeLast()
    if tasks.isEmpty { text += tail } else { text.append(UInt8(ascii: ",")) }
    return text
  }
}
