/// Where and how a process answers viewers that are elsewhere.
public struct ListenOptions: Hashable, Sendable {
  /// The address and the port, `127.0.0.1:9090` or `[::1]:9090`; port 0 takes a free one.
  public var address: String
  /// What viewers have to send, at least 16 characters; needed on anything but loopback.
  ///
  /// Where none is given, `TIDEMARK_TOKEN` of the environment is taken.
  public var token: String?
  /// Whether a token is made, and printed once to the error stream, when there is none.
  public var makesToken: Bool
  /// Names by which viewers may reach the process, besides loopback's and the address itself.
  public var allowedHosts: [String]

  /// Creates options.
  public init(
    address: String, token: String? = nil, makesToken: Bool = false, allowedHosts: [String] = []
  ) {
    self.address = address
    self.token = token
    self.makesToken = makesToken
    self.allowedHosts = allowedHosts
  }
}
