package import TidemarkLive

/// What a client asks for.
package enum Request: Sendable {
  case page
  case meta
  case snapshot(asking: Detail)
  case tasks(TaskQuery)
  case events(StreamOptions)
  case transitions(after: EventCursor, TransitionForm)
  case frames(at: [UInt64])
  case executors(at: [UInt64])
  case metrics

  /// How a client wants to be told of what happens.
  package struct StreamOptions: Hashable, Sendable {
    /// Milliseconds between two snapshots.
    package var interval = 1000
    /// Whether to send transitions as well.
    package var hasTransitions = false
    /// How they are written.
    package var form = TransitionForm.json

    package init() {}
  }

  /// What there is, with what each takes.
  static let places = [
    "/", "/metrics", "/v1/meta", "/v1/snapshot?ask=times|none",
    "/v1/tasks?limit=N&id=N&stacks=0|1&symbols=0|1",
    "/v1/events?interval=MILLISECONDS&transitions=0|1&form=json|compact",
    "/v1/transitions?after=POSITION,POSITION…&form=json|compact",
    "/v1/frames?at=ADDRESS,ADDRESS…", "/v1/executors?at=ADDRESS,ADDRESS…",
  ]

  package init(method: String, query: Query, limits: ServerLimits) throws(RequestError) {
    guard let request = try Self.parse(query, limits) else { throw .notFound }
    guard method == "GET" || method == "HEAD" else { throw .badMethod }
    self = request
  }

  private static func parse(
    _ query: Query, _ limits: ServerLimits
  ) throws(RequestError) -> Self? {
    switch query.path {
    case "/", "/index.html": return .page
    case "/metrics": return .metrics
    case "/v1/meta":
      try query.allow()
      return .meta
    case "/v1/snapshot":
      try query.allow("ask")
      return .snapshot(asking: try detail(query))
    case "/v1/tasks":
      try query.allow("limit", "id", "stacks", "symbols")
      let id = try query.number("id", default: 0, in: 1...Int.max)
      return .tasks(
        TaskQuery(
          stacks: try query.flag("stacks", default: false),
          symbols: try query.flag("symbols", default: true),
          limit: try query.number("limit", default: limits.tasks, in: 1...limits.mostTasks),
          id: id == 0 ? nil : UInt64(id)))
    case "/v1/events":
      try query.allow("interval", "transitions", "form")
      var options = StreamOptions()
      options.interval = try query.number("interval", default: 1000, in: 50...60_000)
      options.hasTransitions = try query.flag("transitions", default: false)
      options.form = try form(query)
      return .events(options)
    case "/v1/transitions":
      try query.allow("after", "form")
      var cursor = EventCursor()
      cursor.positions = try numbers(query, "after", atMost: 1024)
      return .transitions(after: cursor, try form(query))
    case "/v1/frames":
      try query.allow("at")
      return .frames(at: try numbers(query, "at", atMost: limits.places))
    case "/v1/executors":
      try query.allow("at")
      return .executors(at: try numbers(query, "at", atMost: limits.places))
    default: return nil
    }
  }

  private static func detail(_ query: Query) throws(RequestError) -> Detail {
    switch query["ask"] {
    case nil, "times": return .times
    case "none": return []
    default: throw .badRequest("the parameter 'ask' is times or none")
    }
  }

  private static func form(_ query: Query) throws(RequestError) -> TransitionForm {
    guard let text = query["form"] else { return .json }
    guard let form = TransitionForm(rawValue: text) else {
      throw .badRequest("the parameter 'form' is json or compact")
    }
    return form
  }

  /// Returns a parameter that is a list of numbers, decimal or after `0x` hexadecimal.
  private static func numbers(
    _ query: Query, _ name: String, atMost limit: Int
  ) throws(RequestError) -> [UInt64] {
    let words = (query[name] ?? "").split(separator: ",")
    guard words.count <= limit else {
      throw .badRequest("the parameter '\(name)' has more than \(limit) numbers; ask in parts")
    }
    var numbers: [UInt64] = []
    for word in words {
      let number = word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : UInt64(word)
      guard let number else {
        throw .badRequest("the parameter '\(name)' is a list of numbers with commas between them")
      }
      numbers.append(number)
    }
    return numbers
  }
}
