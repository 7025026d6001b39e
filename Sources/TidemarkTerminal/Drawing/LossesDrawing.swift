import TidemarkLive

/// What is missing and why, and what the watching costs.
struct LossesDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    let lines = lines(width: area.width)
    let offset = min(model.view.row, max(lines.count - area.height, 0))
    for (index, line) in lines.dropFirst(offset).prefix(area.height).enumerated() {
      grid.put(line.text, x: area.x, y: area.y + index, style: line.style, limit: area.width)
    }
    if lines.count > offset + area.height {
      let more = "\(look.marks.ellipsis) more (down)"
      grid.put(more, endingAt: area.maxX, y: area.maxY - 1, style: .reversed)
    }
  }

  private struct Line {
    var text: String
    var style = Style.plain
  }

  private func lines(width: Int) -> [Line] {
    guard let snapshot = model.snapshot else { return [] }
    var lines = [Line(text: "Lost: what the process had no room to keep", style: .bold)]
    let losses = snapshot.losses.merging(model.tasks?.losses ?? [:]) { max($0, $1) }
      .filter { $0.value > 0 }
    let lost = model.past.transitions.lost
    if losses.isEmpty, lost == 0 { lines.append(Line(text: "  nothing")) }
    for (name, count) in losses.sorted(by: { $0.key < $1.key }) {
      lines.append(
        Line(text: "  \(Units.grouped(count)) \(name)", style: Style(ink: .failure, isBold: true)))
    }
    if lost > 0 {
      let text = "  \(Units.grouped(lost)) transitions overwritten before this viewer read them"
      lines.append(Line(text: text, style: .ink(.warning)))
    }
    lines += [Line(text: ""), Line(text: "Not shown, and why", style: .bold)]
    let reasons = snapshot.unavailable.merging(model.tasks?.unavailable ?? [:]) { one, _ in one }
    if reasons.isEmpty { lines.append(Line(text: "  nothing")) }
    let grouped = Dictionary(grouping: reasons.keys) { reasons[$0] ?? "" }
      .mapValues { $0.sorted().map(Self.words).joined(separator: ", ") }
    for (reason, names) in grouped.sorted(by: { $0.value < $1.value }) {
      for line in names.wrapped(width - 2) { lines.append(Line(text: "  " + line)) }
      for line in reason.wrapped(width - 4) {
        lines.append(Line(text: "    " + line, style: .dim))
      }
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
    let asks =
      switch model.view.page {
      case .scheduler: "every transition, and times (this view needs them)"
      default: "times of tasks and queues"
      }
    let isAsking = model.connection == .attached
    let transitions = model.past.transitions
    var rows = [
      ("asked of it now", isAsking ? asks : "nothing"),
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
      + rows.map { name, text in
        Line(text: "  \(name.padded(23, look.marks)) \(text)".fitted(width, look.marks))
      }
  }
}
