import TidemarkBaselines

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#elseif canImport(Darwin)
  private import Darwin
#endif

/// Makes this process become a program.
struct ProgramLaunch {
  /// The file of the program, found as a shell would.
  let path: String
  private let arguments: [String]

  /// Finds a program by its name or its path.
  init(_ arguments: [String], _ host: Host) throws(LaunchError) {
    self.arguments = arguments
    let name = arguments.first ?? ""
    if name.contains("/") {
      guard Files.exists(name) else { throw .notFound(name) }
      guard access(name, X_OK) == 0 else { throw .notStarted(name, code: errno) }
      path = name
      return
    }
    let folders = (host.variables["PATH"] ?? "/usr/bin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false)
    let places = folders.map { $0.isEmpty ? "./\(name)" : "\($0)/\(name)" }
    guard let place = places.first(where: { !name.isEmpty && Self.isProgram($0) }) else {
      throw .notFound(name)
    }
    path = place
  }

  /// Whether the system runs it with rights that its caller lacks, and so ignores what to load.
  var isPrivileged: Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let isOther = status.st_mode & S_ISUID != 0 && status.st_uid != getuid()
    return isOther || status.st_mode & S_ISGID != 0 && status.st_gid != getgid()
  }

  /// Becomes the program; returns only by failing.
  func run(variables: [String: String]) throws(LaunchError) -> Never {
    let words = arguments.map { strdup($0) } + [nil]
    let settings = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
    execve(path, words, settings)
    throw .notStarted(path, code: errno)
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      && access(path, X_OK) == 0
  }
}

/// A program that could not be run.
enum LaunchError: Error, Hashable, CustomStringConvertible {
  case notFound(String)
  case notStarted(String, code: Int32)

  var description: String {
    switch self {
    case .notFound(let name): "there is no program \(name); check its path, or PATH"
    case .notStarted(let path, let code): "\(path) can't be run: \(String(cString: strerror(code)))"
    }
  }

  /// The status with which a shell tells of this.
  var exitStatus: Int32 {
    switch self {
    case .notFound: 127
    case .notStarted: 126
    }
  }
}
