import TidemarkLedger
import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Finds the process of this machine that is meant.
struct ProcessSearch {
  var target: Target
  /// Whether to wait for one that is not there yet, or that does not show itself yet.
  var waits = false
  /// How to look at it.
  var manner = LocalSource.Manner()

  /// Returns the process, and asks when it is not clear which, and somebody is there to answer.
  ///
  /// - Throws: `TargetError` when there is none, `SourceError` when it can't be read, `Interrupted`
  ///   when a signal came that is remembered.
  func find() throws -> LocalSource {
    var isSaid = false
    while true {
      do {
        return try look()
      } catch let error as TargetError where waits && error.mayPass {
        if !isSaid { Console.error("tidemark: waiting for \(target.words)") }
        isSaid = true
      } catch SourceError.ended(_) where waits {
        // It was gone before it could be opened; there may be another one.
      }
      usleep(50_000)
      if let number = Interrupt.signalNumber {
        throw Interrupted(signalNumber: number, running: [])
      }
    }
  }

  private func look() throws -> LocalSource {
    let candidates = try Candidate.all()
    do {
      return try LocalSource(target.choose(among: candidates).process, manner: manner)
    } catch TargetError.several(let candidates) where TargetPrompt.isPossible {
      return try LocalSource(TargetPrompt.ask(candidates).process, manner: manner)
    }
  }
}

extension TargetError {
  /// Whether there may be such a process later on.
  fileprivate var mayPass: Bool {
    switch self {
    case .none, .noName, .noProcess, .hidden: true
    case .several, .ambiguous, .noChoice: false
    }
  }
}

extension Target {
  /// What is waited for.
  fileprivate var words: String {
    switch self {
    case .only: "a process that can be watched"
    case .process(let pid): "process \(pid) to show itself"
    case .named(let name), .address(let name), .recording(let name): "a process named '\(name)'"
    }
  }
}
