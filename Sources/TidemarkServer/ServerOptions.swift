/// Where and how to serve.
package struct ServerOptions: Sendable {
  /// The address and the port, `127.0.0.1:9090`; port 0 takes a free one.
  package var address: String
  /// What a client has to send as a bearer token; nil where none is needed.
  package var token: String?

  package init(address: String, token: String? = nil) {
    self.address = address
    self.token = token
  }
}
