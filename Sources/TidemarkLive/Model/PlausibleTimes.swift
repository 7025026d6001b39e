/// Which times one can count with; others are of a damaged file, or of somebody who means harm.
package enum PlausibleTimes {
  /// What no clock says, in nanoseconds, lies outside of it: 73 years.
  package static let range: Range<Int64> = 0..<(1 << 61)

  static func contain(_ times: Int64?...) -> Bool {
    times.allSatisfy { $0.map(range.contains) ?? true }
  }
}

extension Snapshot {
  package var isPlausible: Bool {
    PlausibleTimes.contain(time, wallTime, process.started, within)
      && workers.allSatisfy { PlausibleTimes.contain($0.since) }
  }
}

extension TaskList {
  package var isPlausible: Bool {
    PlausibleTimes.contain(time) && total >= 0
      && (threads ?? []).allSatisfy { PlausibleTimes.contain($0.since) }
      && tasks.allSatisfy { task in
        let times = task.times
        return PlausibleTimes.contain(
          task.age, times?.observed, times?.running, times?.queued, times?.waiting)
          && times.map { $0.runs >= 0 && $0.hops >= 0 } ?? true
      }
  }
}

extension EventBatch.Interruption {
  var isPlausible: Bool { PlausibleTimes.contain(from, until) && from <= until }
}
