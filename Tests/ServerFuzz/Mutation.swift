import TidemarkStatistics

/// Changes bytes as chance will have it.
struct Mutation {
  var random: SeededGenerator

  /// What parsers look for.
  private static let words = [
    "\r\n", "\r\n\r\n", "\n", "\r", ":", " ", "\t", "%", "%00", "%ff", "?", "&", "=", "/", "//",
    "#",
    "GET ", "HEAD ", "POST ", "HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "Host: ", "Host: localhost\r\n",
    "Content-Length: 0\r\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n",
    "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n", "0\r\n\r\n",
    "ffffffffffffffff\r\n", "Connection: close\r\n", "Connection: keep-alive\r\n", "/v1/tasks",
    "/v1/events", "/v1/transitions?after=", "/v1/frames?at=", "18446744073709551616", "0x", ",",
    "token=0123456789abcdef", "Origin: null\r\n", "Upgrade: h2c\r\n", "\u{0}", "\u{e9}",
  ].map { Array($0.utf8) }

  /// Returns one of some inputs, or parts of several, with a few changes.
  mutating func next(of corpus: [[UInt8]]) -> [UInt8] {
    var bytes = corpus.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 0...6, using: &random) { change(&bytes, corpus) }
    return Array(bytes.prefix(100_000))
  }

  private mutating func change(_ bytes: inout [UInt8], _ corpus: [[UInt8]]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(place + Int.random(in: 0...20, using: &random), bytes.count)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.replaceSubrange(place..<end, with: [])
    case 1: bytes.insert(contentsOf: Self.words.randomElement(using: &random) ?? [], at: place)
    case 2: bytes.replaceSubrange(place..<end, with: Self.words.randomElement(using: &random) ?? [])
    case 3: bytes += corpus.randomElement(using: &random) ?? []
    case 4 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 5 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 6: bytes = Array(bytes[..<place])
    default:
      let part = Array(bytes[place..<end])
      let times = Int.random(in: 1...2000, using: &random)
      bytes.insert(contentsOf: (0..<times).flatMap { _ in part }.prefix(40_000), at: place)
    }
  }

  /// Numbers at the bounds of what one can count with.
  private static let bounds = [
    "9223372036854775807", "-9223372036854775808", "2305843009213693951", "2305843009213693952",
    "-1", "0", "1e18",
  ].map { Array($0.utf8) }

  /// Returns JSON with some of its numbers replaced.
  mutating func numbers(of json: [UInt8]) -> [UInt8] {
    func isDigit(_ index: Int) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(json[index])
    }
    let starts = json.indices.filter { isDigit($0) && ($0 == 0 || !isDigit($0 - 1)) }
    var bytes = json
    let chosen = (0..<Int.random(in: 1...4, using: &random))
      .compactMap { _ in starts.randomElement(using: &random) }
    // From behind, so that places stay where they are.
    for start in Set(chosen).sorted(by: >) {
      let end = (start..<json.count).first { !isDigit($0) } ?? json.count
      bytes.replaceSubrange(start..<end, with: Self.bounds.randomElement(using: &random) ?? [])
    }
    return bytes
  }

  /// Cuts bytes into the pieces in which they arrive.
  mutating func cut(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let longest = Bool.random(using: &random) ? rest.count : min(rest.count, 40)
      let count = Int.random(in: 1...longest, using: &random)
      pieces.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return pieces
  }
}
