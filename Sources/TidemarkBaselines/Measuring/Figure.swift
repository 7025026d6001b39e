/// One measured number, together with what it may be used for.
public enum Figure: Hashable, Sendable {
  /// The figure belongs to the measured work alone.
  case measured(Int)
  /// The figure is the whole process's, and other work ran beside: shown, never compared.
  case shared(Int)
  /// There is no figure, for the reason given.
  case unavailable(reason: String)

  /// The number, or nil when the figure is unavailable.
  public var value: Int? {
    switch self {
    case .measured(let value), .shared(let value): value
    case .unavailable: nil
    }
  }
}
