/// The words of one cause, as every form of the report spells them.
struct CauseText: Hashable {
  /// How many callers are shown below a cause.
  static let callerLimit = 2

  /// The growth or, where it is not known, the whole, for example `+1 at` or `12 at`.
  var change: String
  /// What the figure was and is, or that it is one of the largest only.
  var figures: String
  /// The line of code.
  var line: SourceFrame
  /// Lines that may have done it instead.
  var alternatives: [SourceFrame]
  /// The functions that called it, innermost first.
  var callers: [SourceFrame]

  /// Creates the words of a cause of a finding, or nil when there is no line to name.
  init?(_ cause: Cause, of finding: Finding) {
    guard let first = cause.frames.first else { return nil }
    line = first
    alternatives = cause.alternatives
    callers = Array(cause.frames.dropFirst().prefix(Self.callerLimit))
    let unit = cause.metric.unit
    // Of what, unless it is the very metric that rose.
    let noun = cause.metric == finding.metric ? "" : " " + cause.metric.name
    guard let reference = cause.reference else {
      change = FigureText.figure(cause.count, unit: unit) + noun + " at"
      figures = "largest, no reference recorded"
      return
    }
    let text = FigureText.scaled([reference, cause.count], unit: unit)
    let growth = FigureText.figure(cause.count - reference, unit: unit)
    let size = FigureText.figure(cause.count, unit: unit)
    change = (cause.hasGrown ? "+" + growth : size) + noun + " at"
    figures = text.numbers.joined(separator: " → ") + text.suffix
  }
}

extension TestOutcome {
  /// Returns the causes to show below each finding: one that stands below an earlier finding is
  /// not told again.
  var causesToShow: [[Cause]] {
    var shown: Set<Cause> = []
    return findings.map { finding in finding.causes.filter { shown.insert($0).inserted } }
  }

  /// The line of the package's own code that made the worst figure rise.
  func culprit(paths: SourcePaths) -> TestLocation? {
    for cause in findings.lazy.flatMap(\.causes) where cause.hasGrown {
      guard let frame = cause.frames.first, let file = frame.file, let line = frame.line,
        paths.isOwn(file)
      else { continue }
      return TestLocation(file: file, line: line)
    }
    return nil
  }
}
