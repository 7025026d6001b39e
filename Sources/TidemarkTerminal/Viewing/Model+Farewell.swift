import TidemarkLive

extension Model {
  /// Returns what is said of the process when its view is closed, on a line; nil for a recording.
  func farewell(look: Look) -> String? {
    switch connection {
    case .recorded: return nil
    case .ended(let ending): return "\(title) \(words(ending, look.units))"
    case .unreadable(let why): return "left \(title), which can't be read any more: \(why)"
    case .connecting: return "left \(title) before there was a look at it"
    case .attached, .detached:
      let isStopped = past.latest?.process.isStopped == true
      return "left \(title) " + (isStopped ? "as it was, stopped by a signal" : "running")
    }
  }

  private func words(_ ending: Ending, _ units: Units) -> String {
    let time = lifetime(units).map { " \($0)" } ?? ""
    switch ending.manner {
    case .exited, .signalled: return "ended: \(ending.label ?? "")\(time)"
    case .replaced(let path): return "became another program\(time): \(path)"
    case .unknown(let reason): return "ended\(time)" + (reason.map { "; \($0)" } ?? "")
    case .told: return "is over\(time): \(ending)"
    }
  }

  /// How old the process was in the end; a bound where it was not looked at for long before that.
  private func lifetime(_ units: Units) -> String? {
    guard let latest = past.latest, let endedAfter, latest.process.started > 0,
      latest.wallTime >= latest.process.started
    else { return nil }
    let age = units.span(Double(latest.wallTime - latest.process.started + endedAfter))
    return endedAfter > 1_500_000_000 ? "within \(age) of its start" : "after \(age)"
  }
}
