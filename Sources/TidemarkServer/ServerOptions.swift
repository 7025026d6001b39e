/// Where and how to serve.
package struct ServerOptions: Sendable {
  /// The address and the port, `127.0.0.1:9090`; port 0 takes a free one.
  package var address: String
  /// What a client has to send as a bearer token; nil where none is needed.
  package var token: String?
  /// Names by which clients may reach the server besides loopback's and the listened address.
  package var allowedHosts: [String]
  /// What clients can't exceed.
  package var limits = ServerLimits()
  /// Whether what may take long is looked up on a second thread.
  ///
  /// A server beside the process asks the toolchain's symbolizer, which other clients don't wait for;
  /// one in the process never does, and gets by with its one thread.
  package var looksUpElsewhere = false

  /// For how long a request makes the process take times, in nanoseconds: longer than from one scrape to
  /// the next, so that the histograms have no gaps.
  package static let timesLease: UInt64 = 60_000_000_000

  package init(address: String, token: String? = nil, allowedHosts: [String] = []) {
    self.address = address
    self.token = token
    self.allowedHosts = allowedHosts
  }
}
