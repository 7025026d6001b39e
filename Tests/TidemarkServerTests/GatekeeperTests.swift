import Testing

@testable import TidemarkServer

@Suite struct GatekeeperTests {
  typealias Credentials = Gatekeeper.Credentials

  @Test(arguments: [
    "localhost", "localhost:9090", "LOCALHOST:80", "127.0.0.1:9090", "127.8.9.1", "[::1]:9090",
    "box.example:9090", "proxy.example", "app.localhost:1", "localhost.:9090",
  ])
  func loopbackAndWhatIsAllowedMayBeAskedFor(host: String) throws {
    try gate().check(Credentials(hosts: [host]))
  }

  @Test(arguments: [
    "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]",
    "127.0.0.256", "0.0.0.0:9090", "evil.example:9090", "notlocalhost", "evilbox.example",
    "evil.proxy.example", "box.example.evil",
  ])
  func otherNamesAreRefused(host: String) {
    #expect(status { try gate().check(Credentials(hosts: [host])) } == 403)
  }

  @Test(arguments: [
    [], ["localhost", "localhost"], [""], ["a b"], ["localhost:"], ["localhost:x"],
    ["localhost:99999"], ["[::1"], ["::1"], ["localhost/x"], ["user@localhost"],
  ])
  func whatIsNoHostIsRefused(hosts: [String]) {
    let refused = status { try gate().check(Credentials(hosts: hosts)) }
    #expect(refused == 400 || refused == 403)
  }

  @Test func theAddressThatTheClientReachedIsAllowed() throws {
    try gate().check(Credentials(hosts: ["10.0.0.7:9090"], localAddress: "10.0.0.7"))
    #expect(
      status {
        try gate().check(Credentials(hosts: ["10.0.0.8:9090"], localAddress: "10.0.0.7"))
      } == 403)
  }

  @Test func allAddressesAreNoName() {
    let gate = Gatekeeper(listened: "0.0.0.0:9090", allowed: [], token: nil)
    #expect(status { try gate.check(Credentials(hosts: ["0.0.0.0:9090"])) } == 403)
  }

  @Test func anOldClientNeedsNoHost() throws {
    try gate().check(Credentials(isOld: true))
    #expect(status { try gate().check(Credentials()) } == 400)
  }

  @Test func onlyThePageOfThisServerMayAsk() throws {
    try gate().check(
      Credentials(hosts: ["localhost:9090"], origins: ["http://localhost:9090"]))
    try gate().check(
      Credentials(hosts: ["proxy.example"], origins: ["https://proxy.example"]))
    for origin in [
      "http://evil.example", "null", "http://localhost:9091", "http://localhost",
      "file://", "http://127.0.0.1:9090", "localhost:9090",
    ] {
      #expect(
        status {
          try gate().check(Credentials(hosts: ["localhost:9090"], origins: [origin]))
        } == 403, "\(origin)")
    }
    // Of two, one is not this server's.
    let two = ["http://localhost:9090", "http://evil.example"]
    for origins in [two, two.reversed()] {
      #expect(
        status {
          try gate().check(Credentials(hosts: ["localhost:9090"], origins: origins))
        } == 403)
    }
  }

  @Test func aTokenIsNeededWhereThereIsOne() throws {
    let gate = Gatekeeper(
      listened: "0.0.0.0:9090", allowed: [], token: try Token("0123456789abcdef"))
    func ask(_ authorizations: [String], token: String? = nil) -> Int? {
      status {
        try gate.check(
          Credentials(hosts: ["localhost"], authorizations: authorizations, token: token))
      }
    }
    #expect(ask(["Bearer 0123456789abcdef"]) == nil)
    #expect(ask(["bearer  0123456789abcdef"]) == nil)
    #expect(ask([], token: "0123456789abcdef") == nil)
    #expect(ask([]) == 401)
    #expect(ask(["Bearer 0123456789abcdeF"]) == 401)
    #expect(ask(["Bearer 0123456789abcde"]) == 401)
    #expect(ask(["Bearer 0123456789abcdef0"]) == 401)
    #expect(ask(["Bearer"]) == 401)
    #expect(ask(["Basic 0123456789abcdef"]) == 401)
    #expect(ask([], token: "") == 401)
  }

  @Test func aTokenIsHardToGuess() throws {
    #expect(throws: ServerError.weakToken) { try Token("short") }
    #expect(throws: ServerError.weakToken) { try Token("0123456789abcde\n") }
    #expect(throws: ServerError.weakToken) { try Token("0123456789 abcdef") }
    let made = Token.make()
    #expect(made.count == 64)
    #expect(made != Token.make())
    #expect(try Token(made).matches(made))
  }

  private func gate() -> Gatekeeper {
    Gatekeeper(listened: "box.example:9090", allowed: ["proxy.example"], token: nil)
  }
}

/// Returns the status of the error that a call ends with, or nil when it does not.
func status(_ body: () throws -> Void) -> Int? {
  do {
    try body()
    return nil
  } catch {
    return (error as? RequestError)?.status ?? 0
  }
}
