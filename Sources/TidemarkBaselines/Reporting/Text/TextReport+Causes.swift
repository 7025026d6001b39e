extension TextReport {
  /// Draws the lines of code that made a figure rise, each with those who called it.
  func lines(_ causes: [Cause], of finding: Finding) -> [StyledLine] {
    let texts = causes.compactMap { CauseText($0, of: finding) }
    let change = texts.map { TextMeasure.width($0.change) }.max() ?? 0
    return texts.flatMap { text -> [StyledLine] in
      var line = StyledLine("      ")
      line.append(TextMeasure.right(text.change, change) + " ")
      let place = TextMeasure.printable(paths.place(of: text.line))
      if !place.isEmpty { line.append(place + "  ", .warning) }
      let figures = "(\(text.figures))"
      let symbol = TextMeasure.printable(text.line.symbol)
      let room = width - line.width - 2 - TextMeasure.width(figures)
      let callers =
        text.alternatives.map {
          StyledLine("        or \(paths.place(of: $0)), which does as much")
        }
        + text.callers.map { caller(of: $0) }
      if TextMeasure.width(symbol) <= room {
        line.append(symbol + "  ")
        line.append(figures, .dim)
        return [line] + callers
      }
      // The function goes below, and the figures with it unless they fit beside the place.
      let isBeside = line.width + TextMeasure.width(figures) <= width
      let space = width - 8 - (isBeside ? 0 : 2 + TextMeasure.width(figures))
      var below = StyledLine("        " + TextMeasure.truncated(symbol, to: max(20, space)))
      if isBeside {
        line.append(figures, .dim)
      } else {
        line.trim()
        below.append("  ")
        below.append(figures, .dim)
      }
      return [line, below] + callers
    }
  }

  private func caller(of frame: SourceFrame) -> StyledLine {
    let place = TextMeasure.printable(paths.place(of: frame))
    let lead = "        " + (place.isEmpty ? "" : place + "  ")
    let symbol = TextMeasure.printable(frame.symbol)
    let room = max(20, width - TextMeasure.width(lead))
    return StyledLine(lead + TextMeasure.truncated(symbol, to: room), .dim)
  }
}
