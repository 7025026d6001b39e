/// Why a server can't be started.
package enum ServerError: Error, Hashable, Sendable {
  case badAddress(String)
  case tokenNeeded(address: String)
  case weakToken
  case cannotListen(address: String, reason: String)
}

extension ServerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .badAddress(let text):
      "'\(text)' is no address to listen on; write HOST:PORT, for example 127.0.0.1:9090 or [::1]:9090"
    case .tokenNeeded(let address):
      "listening on \(address) lets other machines look at the process, so it needs a token: give one "
        + "or have one made, or listen on 127.0.0.1"
    case .weakToken:
      "the token can be guessed or can't be sent: it needs at least \(Token.shortest) characters, all of "
        + "them letters, digits or one of - . _ ~ + / ="
    case .cannotListen(let address, let reason):
      "can't listen on \(address): \(reason)"
    }
  }
}

extension ServerError {
  /// Whether something else should have been asked for: nothing has been done, and nothing has failed.
  package var isRefusal: Bool {
    switch self {
    case .badAddress, .tokenNeeded, .weakToken: true
    case .cannotListen: false
    }
  }
}
