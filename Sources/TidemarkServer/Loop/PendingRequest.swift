internal import NIOHTTP1

/// A request that has arrived and is not answered yet.
struct PendingRequest {
  var request: Result<Request, RequestError>
  var version: HTTPVersion
  /// Whether only the head of the answer is wanted.
  var isHead: Bool
  var keepsAlive: Bool
  /// The `Accept` header.
  var accepts: String

  /// Looks at the head of a request, and decides whether it may be answered.
  init(_ head: HTTPRequestHead, gate: Gatekeeper, limits: ServerLimits, localAddress: String?) {
    version = head.version
    isHead = head.method == .HEAD
    keepsAlive = head.isKeepAlive
    accepts = head.headers["accept"].joined(separator: ",")
    do throws(RequestError) {
      request = .success(try Self.parse(head, gate, limits, localAddress))
    } catch {
      request = .failure(error)
    }
  }

  private static func parse(
    _ head: HTTPRequestHead, _ gate: Gatekeeper, _ limits: ServerLimits, _ localAddress: String?
  ) throws(RequestError) -> Request {
    guard head.version.major == 1 else {
      throw RequestError(505, "only HTTP/1.1 is spoken here")
    }
    guard head.uri.utf8.count <= limits.addressBytes else {
      throw .longAddress(limits.addressBytes)
    }
    let query = try Query(head.uri)
    try gate.check(
      Gatekeeper.Credentials(
        hosts: head.headers["host"], origins: head.headers["origin"],
        authorizations: head.headers["authorization"], token: query["token"],
        localAddress: localAddress, isOld: head.version == .http1_0))
    let request = try Request(method: head.method.rawValue, query: query, limits: limits)
    if let length = head.headers.first(name: "content-length").flatMap({ Int($0) }),
      length > limits.bodyBytes
    {
      throw .largeBody(limits.bodyBytes)
    }
    return request
  }
}
