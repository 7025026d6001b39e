/// A line of code that made a figure rise.
public struct Cause: Hashable, Sendable {
  /// What the line did: `tasks.created`, `hops`, `threads.created`, `heap.allocations` or
  /// `heap.bytesAllocated`, or what it left in use: `heap.leakedBlocks`, `heap.leakedBytes` or
  /// `objects.leaked`.
  public var metric: Metric
  /// The call stack from the line outwards.
  public var frames: [SourceFrame]
  /// How often it did it or, for bytes, how much.
  public var count: Int
  /// What that was when the baseline was recorded, or nil when no reference was recorded: then
  /// the line is one of the largest and not known to have grown.
  public var reference: Int?
  /// Lines next to a new one that do as much, so that any of them may be the new one.
  public var alternatives: [SourceFrame]

  /// Creates a cause.
  public init(
    metric: Metric, frames: [SourceFrame], count: Int, reference: Int?,
    alternatives: [SourceFrame] = []
  ) {
    self.metric = metric
    self.frames = frames
    self.count = count
    self.reference = reference
    self.alternatives = alternatives
  }

  /// Whether the line is known to have done it more often than before.
  public var hasGrown: Bool { reference.map { count > $0 } ?? false }
}
