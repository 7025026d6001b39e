#if GoogleBenchmark
  internal import Tidemark

  /// Watches the runs of a benchmark whose growth is to be fitted.
  ///
  /// Version 1.7.1 of the engine crashes after the last run of such a family when all of them were
  /// skipped. Which run is the last it does not tell, so this may be a repetition too early.
  final class FitWatch: Sendable {
    private struct State {
      /// The runs that have not been skipped the last time they were made, or not been made yet.
      var hopeful: Set<String>
      /// The threads of a run that are done, and whether any of them was skipped.
      var done: [String: (threads: Int, isSkipped: Bool)] = [:]
    }

    private let runs: Set<String>
    private let state: Guarded<State>

    /// Creates a watch over the runs that were seen to work.
    init(_ runs: Set<String>) {
      self.runs = runs
      state = Guarded(State(hopeful: runs))
    }

    /// Takes the end of a run on one of its threads; returns whether all that may be fitted is
    /// nothing now.
    func ends(_ name: String, threads: Int, isSkipped: Bool) -> Bool {
      state.withLock { state in
        let before = state.done[name] ?? (0, false)
        let now = (threads: before.threads + 1, isSkipped: before.isSkipped || isSkipped)
        state.done[name] = now.threads < threads ? now : nil
        guard now.threads == threads else { return false }
        if now.isSkipped {
          state.hopeful.remove(name)
        } else {
          // One that did not work before is as good.
          state.hopeful.insert(name)
        }
        return state.hopeful.isEmpty
      }
    }
  }
#endif
