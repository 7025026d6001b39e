/// Where in the past a view is, and how it moves there.
///
/// Positions are nanoseconds on the monotonic clock of the observed machine. Whoever drives a view
/// passes the time that went by; nothing here looks at a clock.
package struct Playback: Hashable, Sendable {
  package enum Mode: Hashable, Sendable {
    /// Shows the newest there is.
    case live
    /// Stands still.
    case frozen
    /// Moves at the speed.
    case playing
  }

  package enum Direction: Hashable, Sendable {
    case forwards
    case backwards
  }

  package var mode: Mode
  package private(set) var position: Int64
  /// Seconds of the past for a second of the person who looks.
  package private(set) var speed: Double
  package var direction: Direction
  private var fraction = 0.0

  /// The speeds that `faster` and `slower` go through.
  package static let speeds: [Double] = [
    0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1,
    0.2, 0.5, 1, 2, 5, 10, 20, 50, 100,
  ]

  package init(
    mode: Mode = .live, position: Int64 = 0, speed: Double = 1, direction: Direction = .forwards
  ) {
    self.mode = mode
    self.position = position
    self.speed = speed
    self.direction = direction
  }

  /// Lets time go by.
  ///
  /// - Parameters:
  ///   - elapsed: Nanoseconds of the person who looks.
  ///   - span: What there is to see; the position stays inside, and stops at its end.
  package mutating func advance(by elapsed: Int64, in span: ClosedRange<Int64>) {
    switch mode {
    case .live: position = span.upperBound
    case .frozen: position = min(max(position, span.lowerBound), span.upperBound)
    case .playing:
      let distance = Double(elapsed) * speed * (direction == .forwards ? 1 : -1) + fraction
      let whole = distance.rounded(.towardZero)
      fraction = distance - whole
      let target = position + Int64(whole)
      position = min(max(target, span.lowerBound), span.upperBound)
      if position != target { stop() }
    }
  }

  /// Stands still at a position.
  package mutating func move(to position: Int64) {
    self.position = position
    stop()
  }

  /// Plays from a position.
  package mutating func play(from position: Int64, speed: Double) {
    self.position = position
    self.speed = speed
    fraction = 0
    direction = .forwards
    mode = .playing
  }

  package mutating func faster() { speed = Self.speeds.first { $0 > speed * 1.001 } ?? speed }

  package mutating func slower() { speed = Self.speeds.last { $0 < speed * 0.999 } ?? speed }

  private mutating func stop() {
    fraction = 0
    mode = .frozen
  }
}
