/// An answer that is there as a whole.
struct Reply: Sendable {
  var status = 200
  var contentType = "application/json"
  var headers: [RequestError.Header] = []
  var body: [UInt8]

  init(json body: [UInt8]) { self.body = body }

  init(_ error: RequestError) {
    status = error.status
    headers = error.header.map { [$0] } ?? []
    let message = ErrorMessage(error: error.message, hasEnded: error.hasEnded)
    body = (try? JSON.encode(message)) ?? []
    body.append(UInt8(ascii: "\n"))
  }

  init(contentType: String, body: [UInt8], headers: [RequestError.Header] = []) {
    self.contentType = contentType
    self.body = body
    self.headers = headers
  }
}
