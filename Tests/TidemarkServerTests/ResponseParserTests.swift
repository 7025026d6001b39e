import Testing

@testable import TidemarkServer

@Suite struct ResponseParserTests {
  private static let answers = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "hello", true),
    (
      "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\na: b\r\n\r\n",
      "hello", true
    ),
    ("HTTP/1.1 200 OK\nContent-Length: 5\nConnection: close\n\nhello", "hello", false),
    ("HTTP/1.1 204 No Content\r\n\r\n", "", true),
    ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "", true),
    ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", false),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", "hi", true),
  ]

  @Test func answersAreReadInWhateverPiecesTheyArrive() throws {
    for (text, body, keepsAlive) in Self.answers {
      for size in [1, 2, 7, 1000] {
        var parser = ResponseParser()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
          #expect(!parser.isComplete)
          try parser.feed(bytes[start..<min(start + size, bytes.count)])
        }
        #expect(parser.isComplete, "\(text)")
        #expect(String(decoding: parser.body, as: UTF8.self) == body)
        #expect(parser.keepsAlive == keepsAlive)
      }
    }
  }

  @Test func theEndOfTheConnectionEndsAnAnswerWithoutALength() throws {
    var parser = ResponseParser()
    try parser.feed(Array("HTTP/1.0 200 OK\r\n\r\nhello".utf8)[...])
    #expect(!parser.isComplete)
    try parser.finish()
    #expect(parser.isComplete)
    #expect(String(decoding: parser.body, as: UTF8.self) == "hello")
  }

  @Test(arguments: [
    "SSH-2.0-OpenSSH\r\n", "HTTP/1.1 OK\r\n", "HTTP/1.1 20\r\n", "HTTP/2 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nno colon\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
    "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n" + String(repeating: "x", count: 101),
  ])
  func whatIsNoAnswerIsRefused(text: String) {
    var parser = ResponseParser(limit: 100)
    #expect(throws: ResponseParser.Malformed.self) { try parser.feed(Array(text.utf8)[...]) }
  }

  @Test func anAnswerThatIsCutOffIsRefused() throws {
    var parser = ResponseParser()
    try parser.feed(Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel".utf8)[...])
    #expect(throws: ResponseParser.Malformed.self) { try parser.finish() }
  }
}
