internal import NIOCore

/// What a connection is waiting for, and since when.
struct ConnectionPhase {
  enum Kind {
    /// For a request.
    case idle
    /// For the rest of a request.
    case receiving
    /// For the client to take an answer.
    case answering
    /// For something to happen; and, once the client is slow, for it to read on.
    case streaming(isStalled: Bool)
    /// For the client to hang up.
    case closing
  }

  var kind: Kind
  var since: NIODeadline

  /// When it has taken too long; nil where it may take as long as it likes.
  func deadline(_ limits: ServerLimits) -> NIODeadline? {
    let seconds: Int? =
      switch kind {
      case .idle: limits.idleSeconds
      case .receiving: limits.requestSeconds
      case .answering: limits.answerSeconds
      case .streaming(let isStalled): isStalled ? limits.stalledSeconds : nil
      case .closing: 2
      }
    return seconds.map { since + .seconds(Int64($0)) }
  }

  /// How gladly the connection is given up for a new one; nil for one that is in use.
  var expendability: Int? {
    switch kind {
    case .closing: 0
    case .idle: 1
    case .receiving: 2
    case .answering, .streaming: nil
    }
  }
}
