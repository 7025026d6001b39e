import TidemarkLive

/// What is missing and why, and what the watching costs.
struct LossesDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    let lines = lines(width: area.width)
    let scroll = Scroll(count: lines.count, height: area.height, offset: model.view.row)
    for (index, line) in lines[scroll.shown].enumerated() {
      grid.put(
        line.text.fitted(area.width, look.marks), x: area.x, y: area.y + index, style: line.style)
    }
    scroll.finish(in: area, on: &grid)
  }

  private struct Line {
    var text: String
    var style = Style.plain
  }

  private func lines(width: Int) -> [Line] {
    guard let snapshot = model.snapshot else { return [] }
    var lines: [Line] = []
    func add(_ text: String, indent: Int = 2, _ style: Style = .plain) {
      for line in text.wrapped(width - indent) {
        lines.append(Line(text: String(repeating: " ", count: indent) + line, style: style))
      }
    }
    add("Lost: what the process had no room to keep", indent: 0, .bold)
    let losses = snapshot.losses.merging(model.tasks?.losses ?? [:]) { max($0, $1) }
      .filter { $0.value > 0 }
    let lost = model.past.transitions.lost
    if losses.isEmpty, lost == 0 { add("nothing") }
    for (name, count) in losses.sorted(by: { $0.key < $1.key }) {
      add("\(Units.grouped(count)) \(name)", Style(ink: .failure, isBold: true))
    }
    if lost > 0 {
      add(
        "\(Units.grouped(lost)) transitions overwritten before this viewer read them",
        .ink(.warning))
    }
    if let spread = snapshot.spread {
      lines += [Line(text: ""), Line(text: "Not of one moment", style: .bold)]
      add(spread)
    }
    lines += [Line(text: ""), Line(text: "Not shown, and why", style: .bold)]
    let reasons = snapshot.unavailable.merging(model.tasks?.unavailable ?? [:]) { one, _ in one }
    if reasons.isEmpty { add("nothing") }
    let grouped = Dictionary(grouping: reasons.keys) { reasons[$0] ?? "" }
      .mapValues { $0.sorted().map(Self.words).joined(separator: ", ") }
    for (reason, names) in grouped.sorted(by: { $0.value < $1.value }) {
      add(names)
      add(reason, indent: 4, .dim)
    }
    return lines + [Line(text: "")] + costs(width: width)
  }

  /// The words of a name in the program: `tasksLive` is `tasks live`.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { text, letter in
      text += letter.isUppercase ? " " + letter.lowercased() : String(letter)
    }
  }

  private func costs(width: Int) -> [Line] {
    let costs = model.costs
    let units = look.units
    func time(_ value: Int64?) -> String {
      value.map { units.duration(Double($0)) } ?? look.marks.absent
    }
    let isAsking = model.connection == .attached
    let transitions = model.past.transitions
    var rows = [
      ("asked of it now", isAsking ? "times of tasks and queues" : "nothing"),
      ("asked by view 2", "every transition as well, while it is live"),
      ("transitions read", units.count(Double(transitions.total))),
      ("a look takes", time(costs.snapshot)),
      ("a list of tasks takes", time(costs.tasks)),
      ("a batch of transitions", time(costs.events)),
      (
        "this viewer's CPU",
        costs.processors.map { units.percent($0 * 100) + " of one processor" } ?? look.marks.absent
      ),
      ("screens per second", costs.frames.map { Units.digits($0, 1) } ?? look.marks.absent),
      (
        "kept",
        "\(Units.grouped(model.past.history.samples.count)) looks, "
          + "\(Units.grouped(transitions.events.count)) transitions"
      ),
    ]
    if model.connection == .recorded {
      // Nothing is asked of a process.
      rows.removeAll { name, _ in name == "asked of it now" || name.hasPrefix("a ") }
    }
    return [Line(text: "What the watching costs", style: .bold)]
      + rows.flatMap { name, text in
        text.wrapped(width - 26).enumerated().map { index, line in
          Line(text: "  \((index == 0 ? name : "").padded(23, look.marks)) \(line)")
        }
      }
  }
}
