/// Takes an answer of a server apart as it arrives.
package struct ResponseParser: Sendable {
  /// Why the bytes are no answer.
  package struct Malformed: Error, Hashable, Sendable {
    package var reason: String
  }

  private enum Stage {
    case statusLine
    case headers
    case body(left: Int)
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailers
    case untilEnd
    case complete
  }

  package private(set) var status = 0
  /// The headers by their names in lower case; the last one of a name counts.
  package private(set) var headers: [String: String] = [:]
  package private(set) var body: [UInt8] = []

  private let limit: Int
  private var stage = Stage.statusLine
  private var line: [UInt8] = []
  private var isOld = false

  /// - Parameter limit: how many bytes a body may have; a head may have 64 KiB.
  package init(limit: Int = 1 << 28) { self.limit = limit }

  package var isComplete: Bool {
    if case .complete = stage { true } else { false }
  }

  /// Whether the connection can be used for another request afterwards.
  package var keepsAlive: Bool {
    let connection = headers["connection"]?.lowercased()
    return isOld ? connection == "keep-alive" : connection != "close"
  }

  /// Takes what has arrived.
  package mutating func feed(_ bytes: ArraySlice<UInt8>) throws(Malformed) {
    var rest = bytes
    while !rest.isEmpty {
      switch stage {
      case .complete: throw Malformed(reason: "there is something after the answer")
      case .body(let left):
        let count = try take(&rest, atMost: left)
        stage = count == left ? .complete : .body(left: left - count)
      case .chunk(let left):
        let count = try take(&rest, atMost: left)
        stage = count == left ? .chunkEnd : .chunk(left: left - count)
      case .untilEnd: _ = try take(&rest, atMost: .max)
      case .statusLine, .headers, .chunkSize, .chunkEnd, .trailers:
        guard let byte = rest.popFirst() else { return }
        if byte == UInt8(ascii: "\n") {
          if line.last == UInt8(ascii: "\r") { line.removeLast() }
          let text = String(decoding: line, as: UTF8.self)
          line = []
          try lineIsComplete(text)
        } else {
          guard line.count < 1 << 16 else { throw Malformed(reason: "a line has no end") }
          line.append(byte)
        }
      }
    }
  }

  /// Says that the server has closed the connection.
  package mutating func finish() throws(Malformed) {
    switch stage {
    case .complete: break
    case .untilEnd: stage = .complete
    default: throw Malformed(reason: "it ends in the middle")
    }
  }

  /// Moves bytes of the body.
  private mutating func take(
    _ rest: inout ArraySlice<UInt8>, atMost count: Int
  ) throws(Malformed) -> Int {
    let taken = rest.prefix(count)
    guard body.count + taken.count <= limit else {
      throw Malformed(reason: "it is larger than \(limit) bytes")
    }
    body += taken
    rest = rest.dropFirst(taken.count)
    return taken.count
  }

  private mutating func lineIsComplete(_ line: String) throws(Malformed) {
    switch stage {
    case .statusLine: try parseStatus(line)
    case .headers: if line.isEmpty { try headIsComplete() } else { try parseHeader(line) }
    case .chunkSize:
      let digits = line.prefix { $0 != ";" && $0 != " " }
      guard let size = Int(digits, radix: 16), size >= 0, !digits.hasPrefix("+") else {
        throw Malformed(reason: "a chunk has no size")
      }
      stage = size == 0 ? .trailers : .chunk(left: size)
    case .chunkEnd:
      guard line.isEmpty else { throw Malformed(reason: "a chunk is longer than it says") }
      stage = .chunkSize
    case .trailers: if line.isEmpty { stage = .complete }
    case .body, .chunk, .untilEnd, .complete: break
    }
  }

  private mutating func parseStatus(_ line: String) throws(Malformed) {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0",
      words[1].count == 3, let status = Int(words[1]), status >= 100
    else { throw Malformed(reason: "it is not HTTP/1.1") }
    self.status = status
    isOld = words[0] == "HTTP/1.0"
    stage = .headers
  }

  private mutating func parseHeader(_ line: String) throws(Malformed) {
    let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, headers.count < 256 else {
      throw Malformed(reason: "a header has no name, or there are too many")
    }
    var value = parts[1].drop { $0 == " " || $0 == "\t" }
    while value.last == " " || value.last == "\t" { value.removeLast() }
    headers[parts[0].lowercased()] = String(value)
  }

  private mutating func headIsComplete() throws(Malformed) {
    if status < 200 {
      headers = [:]
      stage = .statusLine
    } else if status == 204 || status == 304 {
      stage = .complete
    } else if headers["transfer-encoding"]?.lowercased() == "chunked" {
      stage = .chunkSize
    } else if let text = headers["content-length"] {
      guard let length = Int(text), length >= 0 else {
        throw Malformed(reason: "its length is no number")
      }
      stage = length == 0 ? .complete : .body(left: length)
    } else {
      stage = .untilEnd
    }
  }
}
