private import CTidemarkProbe

/// What the probe has counted for the whole process, at one moment.
struct ProcessTotals: Hashable, Sendable {
  /// Blocks and bytes that no measured work allocated, less those of them that were freed.
  var unattributedBlocks: Int
  var unattributedBytes: Int
  /// Workers of Dispatch and of the cooperative pool that were started.
  var poolThreads: Int

  /// Reads the totals of this process.
  static func now() -> Self {
    let process = tidemark_process()
    return Self(
      unattributedBlocks: Int(process.unattributed.blocks),
      unattributedBytes: Int(process.unattributed.bytes),
      poolThreads: Int(process.poolThreads))
  }

  /// Returns what came on top of an earlier look.
  func since(_ earlier: Self) -> Self {
    Self(
      unattributedBlocks: unattributedBlocks - earlier.unattributedBlocks,
      unattributedBytes: unattributedBytes - earlier.unattributedBytes,
      poolThreads: poolThreads - earlier.poolThreads)
  }
}
