/// The outermost object of a baseline or policy file, with the errors that both have in common.
struct BaselineDocument {
  /// The file.
  let path: String
  /// The members of the file.
  let root: JSONObject
  private let bytes: [UInt8]

  /// Reads the bytes of a file and checks its format.
  init(parsing bytes: [UInt8], path: String) throws(BaselineError) {
    self.path = path
    self.bytes = bytes
    if bytes.count > Baseline.maximumSize {
      throw BaselineError(path: path, problem: .tooLarge(bytes: bytes.count))
    }
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
      throw BaselineError(path: path, problem: .empty)
    }
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw BaselineError(path: path, problem: Self.problem(of: bytes, error))
    }
    guard let root = value.object else {
      throw BaselineError(
        path: path,
        problem: .wrongType(at: "the file", expected: "an object", found: value.kind, line: 1))
    }
    self.root = root
    guard case .integer(let format)? = root["format"], format > 0 else {
      throw wrongType("format", "a whole number from 1", root["format"])
    }
    if format > Baseline.format { throw BaselineError(path: path, problem: .newerFormat(format)) }
  }

  /// Returns the error for a value that is not what has to stand at a key.
  func wrongType(_ key: String, _ expected: String, _ found: JSONValue?) -> BaselineError {
    var kind = found?.kind ?? "absent"
    if case .integer(let value)? = found { kind = String(value) }
    return BaselineError(
      path: path,
      problem: .wrongType(
        at: key, expected: expected, found: kind, line: JSONParser.line(of: key, in: bytes) ?? 1))
  }

  private static func problem(
    of bytes: [UInt8], _ error: JSONSyntaxError
  ) -> BaselineError.Problem {
    if let line = conflictLine(in: bytes) { return .conflict(line: line) }
    return switch error.problem {
    case .end: .truncated(line: error.line)
    case .encoding: .notUTF8
    case .unexpected(let what): .syntax(line: error.line, what: what)
    }
  }

  /// Returns the line of the first marker that a merge leaves; no line of JSON begins like one.
  private static func conflictLine(in bytes: [UInt8]) -> Int? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let markers = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].map { Array($0.utf8) }
    return lines.firstIndex { line in markers.contains { line.starts(with: $0) } }.map { $0 + 1 }
  }
}
