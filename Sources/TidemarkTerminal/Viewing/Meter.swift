/// Measures what the viewer itself takes, over about a second.
struct Meter {
  private(set) var processors: Double?
  private(set) var frames: Double?
  private var begin = Clock.now
  private var processor = Clock.processor
  private var drawn = 0

  /// Counts a screen.
  mutating func count(at now: Int64) {
    drawn += 1
    guard now - begin >= 1_000_000_000 else { return }
    let taken = Clock.processor
    processors = Double(taken - processor) / Double(now - begin)
    frames = Double(drawn) * 1e9 / Double(now - begin)
    begin = now
    processor = taken
    drawn = 0
  }
}
