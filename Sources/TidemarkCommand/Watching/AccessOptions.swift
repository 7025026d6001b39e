import ArgumentParser
import TidemarkLive
import TidemarkServer

/// How to get at a process.
struct AccessOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What HOST:PORT wants to be sent; better given in the variable TIDEMARK_TOKEN.",
      valueName: "token"))
  var token: String?

  @Flag(help: "Wait until there is such a process on this machine.")
  var wait = false

  /// Opens a process that a word names.
  func resolve(_ word: String?, _ host: Host) throws -> any ProcessSource {
    guard case .address(let address) = Target(word) else {
      return try ProcessSearch(target: Target(word), waits: wait).find()
    }
    if wait { throw Self.nothingToWaitFor }
    return try HTTPSource(address, token: host.token(token))
  }

  static var nothingToWaitFor: ValidationError {
    ValidationError("--wait is for a process of this machine; name its id or its name")
  }
}

extension Host {
  /// Returns the token that was given as an option, or that is in the environment.
  func token(_ given: String?) -> String? {
    let token = given ?? variables["TIDEMARK_TOKEN"]
    return token == "" ? nil : token
  }
}
