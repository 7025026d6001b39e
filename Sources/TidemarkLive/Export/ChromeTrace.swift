/// A trace in the JSON form that Chrome's and other viewers read: one object with an array of events.
///
/// Times are microseconds with three decimals. Runs are pairs of `B` and `E`, which a thread has in the
/// order of time; an arrow goes from an event with `flow_out` to the one with the same `bind_id` and
/// `flow_in`.
struct ChromeTrace: TraceFormat {
  private var pid = 0
  private var isFirst = true

  mutating func beginning(_ header: RecordingHeader, threads: [Worker]) -> [UInt8] {
    pid = header.process.pid
    var text = #"{"displayTimeUnit":"ns","otherData":{"clock":"monotonic","#
    text += #""time":"\#(header.time)","wallTime":"\#(header.wallTime)"},"traceEvents":["#
    var bytes = Array(text.utf8)
    bytes += event(
      "M", time: nil, thread: nil, "process_name", args: ["name": .text(header.process.name)])
    for thread in threads {
      bytes += event(
        "M", time: nil, thread: thread.thread, "thread_name", args: ["name": .text(thread.name)])
    }
    return bytes
  }

  mutating func piece(_ item: TraceItem) -> [UInt8] {
    switch item {
    case .begin(let run):
      var args: [String: Value] = [
        "task": .number(Int(clamping: run.task)), "executor": .text(run.executor),
      ]
      if let queued = run.queued { args["queued_ns"] = .number(Int(queued)) }
      if let note = run.note { args["note"] = .text(note) }
      return event(
        "B", time: run.time, thread: run.thread, run.name, category: "task",
        more: run.flow.map { #","bind_id":"0x\#(String($0, radix: 16))","flow_in":true"# } ?? "",
        args: args)
    case .end(let time, let thread):
      return event("E", time: time, thread: thread, nil, args: [:])
    case .instant(let instant):
      var args = instant.details.mapValues { Value.text($0) }
      if let task = instant.task { args["task"] = .number(Int(clamping: task)) }
      guard let flow = instant.flow else {
        return event(
          "i", time: instant.time, thread: instant.thread, instant.name, category: "transition",
          more: instant.thread == nil ? #","s":"p""# : #","s":"t""#, args: args)
      }
      // An arrow can't begin at an instant, but at something that takes no time.
      return event(
        "X", time: instant.time, thread: instant.thread, instant.name, category: "transition",
        more: #","dur":0,"bind_id":"0x\#(String(flow, radix: 16))","flow_out":true"#, args: args)
    case .count(let time, let counter, let value):
      return event(
        "C", time: time, thread: nil, counter.name, args: ["count": .number(value)])
    }
  }

  mutating func end() -> [UInt8] { Array("\n]}\n".utf8) }

  private enum Value {
    case number(Int)
    case text(String)
  }

  private mutating func event(
    _ phase: String, time: Int64?, thread: Int?, _ name: String?, category: String? = nil,
    more: String = "", args: [String: Value]
  ) -> [UInt8] {
    var text = isFirst ? "\n" : ",\n"
    isFirst = false
    text += #"{"ph":"\#(phase)","pid":\#(pid)"#
    if let thread { text += #","tid":\#(thread)"# }
    if let time { text += #","ts":\#(Self.microseconds(time))"# }
    if let name { text += #","name":\#(Self.quoted(name))"# }
    if let category { text += #","cat":"\#(category)""# }
    text += more
    if !args.isEmpty {
      let parts = args.sorted { $0.key < $1.key }.map { key, value in
        switch value {
        case .number(let number): "\(Self.quoted(key)):\(number)"
        case .text(let text): "\(Self.quoted(key)):\(Self.quoted(text))"
        }
      }
      text += #","args":{\#(parts.joined(separator: ","))}"#
    }
    text += "}"
    return Array(text.utf8)
  }

  static func microseconds(_ time: Int64) -> String {
    let (whole, rest) = time.magnitude.quotientAndRemainder(dividingBy: 1000)
    let digits = String(rest + 1000).dropFirst()
    return "\(time < 0 ? "-" : "")\(whole).\(digits)"
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += #"\""#
      case "\\": quoted += #"\\"#
      case _ where scalar.value < 0x20:
        quoted += #"\u00"# + String(String(scalar.value + 0x100, radix: 16).dropFirst())
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
