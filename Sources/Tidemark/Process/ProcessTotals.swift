private import CTidemarkProbe

/// What the probe has counted for the whole process, at one moment.
struct ProcessTotals: Hashable, Sendable {
  /// Blocks and bytes allocated less those freed, the harness's own left out.
  var netBlocks: Int
  var netBytes: Int
  /// Workers of Dispatch and of the cooperative pool that were started.
  var poolThreads: Int

  /// Reads the totals of this process.
  static func now() -> Self {
    let process = tidemark_process()
    return Self(
      netBlocks: Int(process.net.blocks), netBytes: Int(process.net.bytes),
      poolThreads: Int(process.poolThreads))
  }

  /// Returns what came on top of an earlier look.
  func since(_ earlier: Self) -> Self {
    Self(
      netBlocks: netBlocks - earlier.netBlocks, netBytes: netBytes - earlier.netBytes,
      poolThreads: poolThreads - earlier.poolThreads)
  }
}
