import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// Writes one line for each interval, where there is no screen.
struct LineLoop {
  let source: any ProcessSource
  let options: ViewerOptions
  let look: Look

  func run() throws -> Outcome {
    // A reader that went away is an error of `write`, not the death of this process.
    signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, SIG_DFL) }
    if let recorded = source as? any RecordedSource { return recording(recorded) }
    var history = History(capacity: 2, patience: options.interval * 5 / 2)
    var next = Clock.now
    guard say(source.title) else { return .closed }
    while true {
      do throws(SourceError) {
        let snapshot = try source.snapshot(asking: .times)
        history.append(snapshot)
        // The first look has no rates yet; the second comes soon.
        if let sample = history.newest, sample.rates != nil {
          guard say(PlainLine.text(sample, look)) else { return .closed }
          next += options.interval
        } else {
          next += 100_000_000
        }
      } catch {
        guard say("\(error)") else { return .closed }
        if case .ended = error { return .ended }
        next += options.interval
      }
      let pause = next - Clock.now
      if pause > 0 { usleep(UInt32(clamping: pause / 1000)) } else { next = Clock.now }
    }
  }

  private func recording(_ recorded: any RecordedSource) -> Outcome {
    var history = History(capacity: 2, patience: .max)
    guard say(recorded.title) else { return .closed }
    for snapshot in recorded.snapshots {
      history.append(snapshot)
      guard let sample = history.newest, say(PlainLine.text(sample, look)) else { return .closed }
    }
    return .ended
  }

  private func say(_ line: String) -> Bool {
    do throws(TerminalError) {
      try Terminal.write(Array((line + "\n").utf8), to: STDOUT_FILENO)
      return true
    } catch {
      return error == .interrupted
    }
  }
}
