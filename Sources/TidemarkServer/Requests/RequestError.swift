internal import TidemarkLive

/// Why a request is not answered, in one line that says what to do.
package struct RequestError: Error, Hashable, Sendable {
  package var status: Int
  package var message: String
  /// A header that belongs to the status.
  package var header: Header?
  /// Whether the observed process has ended, so that to ask again is of no use.
  package var hasEnded = false

  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package init(_ status: Int, _ message: String, header: Header? = nil) {
    self.status = status
    self.message = message
    self.header = header
  }

  static func badRequest(_ message: String) -> Self { Self(400, message) }

  static func forbidden(_ message: String) -> Self { Self(403, message) }

  static let unauthorized = Self(
    401, "a token is needed: send 'Authorization: Bearer TOKEN', or add ?token=TOKEN",
    header: Header(name: "WWW-Authenticate", value: "Bearer"))

  static let notFound = Self(
    404, "there is nothing of that name; see /v1/meta for what there is")

  /// There is no task of an id, in a list that was made for it.
  static func noTask(_ id: UInt64, in list: TaskList) -> Self {
    let reason = list.unavailable["tasks"] ?? list.unavailable["state"]
    return Self(
      404,
      reason.map { "task \(id) can't be found: \($0)" }
        ?? "there is no live task \(id): it has completed, or never was; /v1/tasks lists those there are"
    )
  }

  static let badMethod = Self(
    405, "only GET and HEAD are answered: nothing can be changed here",
    header: Header(name: "Allow", value: "GET, HEAD"))

  static let timeout = Self(408, "the request did not arrive in time; send it at once")

  static func largeBody(_ limit: Int) -> Self {
    Self(413, "a request needs no body, and may have \(limit) bytes; leave it out")
  }

  static func longAddress(_ limit: Int) -> Self {
    Self(414, "the address is longer than \(limit) bytes; ask for less at once")
  }

  static func largeHeader(_ limit: Int) -> Self {
    Self(431, "the headers are larger than \(limit) bytes; leave some out")
  }

  init(_ error: SourceError) {
    self.init(503, "\(error)")
    if case .ended = error { hasEnded = true }
  }

  static func busy(_ message: String) -> Self {
    Self(503, message, header: Header(name: "Retry-After", value: "1"))
  }
}
