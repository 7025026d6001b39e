private import CTidemarkHarness

/// The memory in which the current task keeps the frames of its async functions.
package enum TaskStack {
  /// Makes room for frames ahead of a measurement.
  ///
  /// Must be called in a task.
  ///
  /// A task takes this memory in slabs from the heap as calls get deeper, and keeps them. Where in a
  /// slab a test begins depends on the frames of the test library and of the harness; with a fresh
  /// slab at hand an empty test allocates nothing, and a shallow one the same in every build.
  package static func reserve(bytes: Int = 4096) {
    withUnsafeCurrentTask { task in
      if task != nil { tidemark_reserveTaskStack(bytes) }
    }
  }
}
