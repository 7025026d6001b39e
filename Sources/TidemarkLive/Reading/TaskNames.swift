private import Synchronization
private import TidemarkLedger

/// The names of the live tasks of a process, as they were read last.
///
/// A task keeps its name among records that come and go while it runs, so that a look may miss it. What a
/// task is called never changes.
final class TaskNames: Sendable {
  private struct Entry {
    /// That of the task's record, which with its index names the task for as long as the process lives.
    var generation: UInt32 = 0
    var name: String?
  }

  /// By the index of the task's record, so that there are no more than tasks were live at once.
  private let entries = Mutex<[Entry]>([])

  /// Gives tasks whose name was missed the one that they had in an earlier look.
  func complete(_ survey: inout TaskSurvey) {
    entries.withLock { entries in
      for position in survey.entries.indices {
        guard survey.entries[position].inspection != nil else { continue }
        let record = survey.entries[position].record
        let name = survey.entries[position].inspection?.name
        guard record.index < entries.count, entries[record.index].generation == record.generation
        else {
          guard let name else { continue }
          if record.index >= entries.count {
            let more = record.index + 1 - entries.count
            entries += Array(repeating: Entry(), count: max(more, entries.count))
          }
          entries[record.index] = Entry(generation: record.generation, name: name)
          continue
        }
        if let name {
          if name != entries[record.index].name { entries[record.index].name = name }
        } else if let known = entries[record.index].name {
          survey.name(position, known)
        }
      }
    }
  }
}
