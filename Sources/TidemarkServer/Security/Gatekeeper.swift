/// Decides who may ask.
///
/// A page from elsewhere can make a browser send requests here under a name of its own that it lets
/// point to this machine, so that names count as well as addresses.
package struct Gatekeeper: Sendable {
  private let allowedHosts: Set<String>
  private let token: Token?

  /// - Parameters:
  ///   - listened: the host that was given to listen on.
  ///   - allowed: names that are allowed besides.
  package init(listened: String, allowed: [String], token: Token?) {
    let names = ([listened] + allowed).compactMap { HostName($0)?.name }
    allowedHosts = Set(names).subtracting(["", "0.0.0.0", "::"])
    self.token = token
  }

  /// What of a request says who asks.
  package struct Credentials: Sendable {
    package var hosts: [String]
    package var origins: [String]
    package var authorizations: [String]
    /// The parameter of that name in the request's address.
    package var token: String?
    /// The address at which the client reached this machine, without the port.
    package var localAddress: String?
    /// Whether the client speaks HTTP/1.0, in which there need not be a `Host`.
    package var isOld: Bool

    package init(
      hosts: [String] = [], origins: [String] = [], authorizations: [String] = [],
      token: String? = nil, localAddress: String? = nil, isOld: Bool = false
    ) {
      self.hosts = hosts
      self.origins = origins
      self.authorizations = authorizations
      self.token = token
      self.localAddress = localAddress
      self.isOld = isOld
    }
  }

  /// Throws unless the request may be answered.
  package func check(_ credentials: Credentials) throws(RequestError) {
    try checkHost(credentials)
    try checkOrigin(credentials)
    try checkToken(credentials)
  }

  private func checkHost(_ credentials: Credentials) throws(RequestError) {
    guard let text = credentials.hosts.first else {
      guard credentials.isOld else { throw .badRequest("a request needs a Host header") }
      return
    }
    guard credentials.hosts.count == 1, let host = HostName(text) else {
      throw .badRequest("a request needs one Host header with a name and a port")
    }
    let isKnown =
      host.isLoopback || allowedHosts.contains(host.name)
      || host.name == credentials.localAddress?.lowercased()
    guard isKnown else {
      throw .forbidden(
        "this server does not answer to the name '\(host.name)'; allow it with --allow-host, or use "
          + "the address that it listens on")
    }
  }

  private func checkOrigin(_ credentials: Credentials) throws(RequestError) {
    guard let origin = credentials.origins.first else { return }
    let rest = ["http://", "https://"].first { origin.lowercased().hasPrefix($0) }
      .map { origin.dropFirst($0.count) }
    guard credentials.origins.count == 1, let rest, let page = HostName(rest),
      let host = credentials.hosts.first.flatMap({ HostName($0) }), page == host
    else {
      throw .forbidden("pages from elsewhere may not ask; open the page that this server serves")
    }
  }

  private func checkToken(_ credentials: Credentials) throws(RequestError) {
    guard let token else { return }
    if let given = credentials.token, token.matches(given) { return }
    for authorization in credentials.authorizations {
      let words = authorization.split(separator: " ")
      if words.count == 2, words[0].lowercased() == "bearer", token.matches(words[1]) { return }
    }
    throw .unauthorized
  }
}
