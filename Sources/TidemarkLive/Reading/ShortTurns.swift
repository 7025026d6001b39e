private import CTidemarkLive

/// How soon a thread that has something to do gets to do it.
package enum ShortTurns {
  /// Asks the kernel to let the calling thread run soon and briefly, rather than later and for longer: its
  /// share of the processors stays the same.
  package static func take() { tidemark_takeShortTurns() }
}
