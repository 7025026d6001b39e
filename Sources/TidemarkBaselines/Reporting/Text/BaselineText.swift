/// Spells baselines for people: the marks of a test, and what changed in them.
package enum BaselineText {
  /// Returns a table of the marks of a test, one metric on a line, without its name.
  package static func table(_ entry: BaselineEntry) -> [String] {
    let marks = marks(of: entry)
    let names = marks.map { TextMeasure.width($0.metric.name) }.max() ?? 0
    let figures = marks.map { TextMeasure.width($0.text) }.max() ?? 0
    return marks.map { mark in
      let name = TextMeasure.left(mark.metric.name, names + 2)
      return "    \(name)\(TextMeasure.right(mark.text, figures))  \(mark.place)"
    }
  }

  /// Returns what changed between two states of a test's marks, one metric on a line.
  package static func changes(from old: BaselineEntry, to new: BaselineEntry) -> [String] {
    let before = marks(of: old)
    let after = marks(of: new)
    var lines = after.compactMap { mark -> String? in
      guard let previous = before.first(where: { $0.isSamePlace(as: mark) }) else {
        return "    \(mark.metric.name)  \(mark.text)  new, \(mark.place)"
      }
      if previous == mark { return nil }
      return "    \(mark.metric.name)  \(previous.text) → \(mark.text)  \(mark.place)"
    }
    lines += before.compactMap { mark in
      if after.contains(where: { $0.isSamePlace(as: mark) }) { return nil }
      return "    \(mark.metric.name)  \(mark.text) is gone  \(mark.place)"
    }
    for (metric, reason) in new.demoted.sorted(by: { $0.key.name < $1.key.name })
    where old.demoted[metric] == nil {
      lines.append("    \(metric.name)  held against a band from now on: \(reason)")
    }
    if lines.isEmpty, old.sites != new.sites { lines.append("    call sites, and no figure") }
    return lines
  }

  /// Returns a text with everything made visible that would move the cursor of a terminal.
  package static func printable(_ text: String) -> String { TextMeasure.printable(text) }

  /// Returns a text cut to so many columns.
  package static func truncated(_ text: String, to columns: Int) -> String {
    TextMeasure.truncated(text, to: columns)
  }

  /// Returns a number with thousands separators.
  package static func count(_ value: Int) -> String { FigureText.count(value) }

  /// Returns a number and its noun, for example `1 test` or `1,204 tests`.
  package static func counted(_ value: Int, _ noun: String) -> String {
    FigureText.counted(value, noun)
  }

  private struct Mark: Hashable {
    var metric: Metric
    var text: String
    var place: String

    func isSamePlace(as other: Mark) -> Bool { metric == other.metric && place == other.place }
  }

  private static func marks(of entry: BaselineEntry) -> [Mark] {
    Metric.allCases.flatMap { metric -> [Mark] in
      var marks: [Mark] = []
      if let value = entry.exact[metric] {
        let text = FigureText.figure(value, unit: metric.unit)
        marks.append(Mark(metric: metric, text: text, place: "exact"))
      }
      for (key, bands) in entry.environments.sorted(by: { $0.key < $1.key }) {
        guard let band = bands[metric] else { continue }
        marks.append(Mark(metric: metric, text: text(band, metric.unit), place: key))
      }
      return marks
    }
  }

  private static func text(_ band: Band, _ unit: MetricUnit) -> String {
    let scaled = FigureText.scaled([band.low, band.high], unit: unit)
    return scaled.numbers.joined(separator: "…") + scaled.suffix
  }
}
