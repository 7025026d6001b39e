import TidemarkLedger
import TidemarkSymbols

/// Tells tasks that sleep from those that wait for another continuation.
///
/// To the runtime both are the same, so it takes the names of the runtime's functions in which tasks
/// go on. What is not the runtime's is no sleep, whatever its name.
struct WaitKinds {
  private enum Function {
    case sleep
    case otherOfRuntime
    case unknownOfRuntime
    case notOfRuntime
  }

  private let functions: [UInt64: Function]
  /// The place at which the last task waited, and what for, as many tasks wait at one place.
  private var last: (resumes: [UInt64], kind: TaskDescription.Wait?)?

  /// Looks up the functions in which tasks go on that wait for a continuation.
  init(_ survey: TaskSurvey, names: CodeNames) {
    var places: Set<UInt64> = []
    var last: [UInt64] = []
    for entry in survey.entries {
      guard let inspection = entry.inspection, inspection.wait == .continuation,
        inspection.resumes != last
      else { continue }
      last = inspection.resumes
      places.formUnion(inspection.resumes.prefix(Self.depth))
    }
    self.init(places, names: names)
  }

  /// Looks up functions in which tasks go on.
  init(_ places: Set<UInt64>, names: CodeNames) {
    functions = names.functions(at: places).mapValues { frame in
      guard frame.image.hasPrefix("libswift_Concurrency.so") else { return .notOfRuntime }
      guard let name = frame.name else { return .unknownOfRuntime }
      return name.isSleep ? .sleep : .otherOfRuntime
    }
  }

  /// Whether nothing could be looked up, as the process is gone.
  var isUnknown: Bool { functions.isEmpty }

  /// How many functions of the runtime may stand between a task and the one that tells.
  private static let depth = TaskInspection.Depth.shortWait.frames

  /// Returns what a task waits for that waits for a continuation; nil when nobody can tell.
  mutating func kind(of inspection: TaskInspection) -> TaskDescription.Wait? {
    if let last, last.resumes == inspection.resumes { return last.kind }
    let kind = kind(ofResumes: inspection.resumes)
    last = (inspection.resumes, kind)
    return kind
  }

  /// Returns the same of the functions in which a task goes on, innermost first.
  func kind(ofResumes resumes: [UInt64]) -> TaskDescription.Wait? {
    for place in resumes.prefix(Self.depth) {
      switch functions[place] {
      case .sleep: return .sleep
      case .notOfRuntime: return .continuation
      case .unknownOfRuntime: return nil
      // Code that was made at run time is not the runtime's.
      case nil: return isUnknown ? nil : .continuation
      case .otherOfRuntime: break
      }
    }
    return .continuation
  }
}
