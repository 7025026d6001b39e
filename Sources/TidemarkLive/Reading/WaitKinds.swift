import TidemarkLedger
import TidemarkSymbols

/// Tells tasks that sleep from those that wait for another continuation.
///
/// To the runtime both are the same, so it takes the names of the functions that wait.
struct WaitKinds: Sendable {
  let names: CodeNames

  /// Returns what each of several tasks waits for that wait for a continuation; nil where the
  /// functions have no names.
  ///
  /// - Parameter tasks: where each goes on, innermost first.
  func kinds(of tasks: some Sequence<[UInt64]>, onlyKnown: Bool) -> [[UInt64]: TaskDescription
    .Wait?]
  {
    let unique = Set(tasks)
    // They are starts of functions, and names are looked up before the address that is given.
    let places = Set(unique.lazy.flatMap { $0 }.map { $0 &+ 1 })
    let frames = names.frames(of: places, onlyKnown: onlyKnown)
    return Dictionary(
      uniqueKeysWithValues: unique.map { resumes in
        (resumes, Self.kind(resumes.flatMap { frames[$0 &+ 1] ?? [] }))
      })
  }

  private static func kind(_ frames: [CodeFrame]) -> TaskDescription.Wait? {
    for frame in frames {
      guard let name = frame.name else { return nil }
      if name.isSleep { return .sleep }
      if !name.isStandardLibrary { return .continuation }
    }
    return frames.isEmpty ? nil : .continuation
  }
}
