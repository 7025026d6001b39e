internal import NIOCore

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

extension ServerError {
  /// Says why an address can't be listened on, and what to do.
  static func cannotListen(on address: String, because error: any Error) -> ServerError {
    .cannotListen(address: address, reason: reason(error))
  }

  private static func reason(_ error: any Error) -> String {
    if let unknown = error as? SocketAddressError.UnknownHost {
      return "the name '\(unknown.host)' is not known; use an address of this machine, "
        + "127.0.0.1 for example"
    }
    guard let code = (error as? IOError)?.errnoCode else { return "\(error)" }
    switch code {
    case EADDRINUSE:
      return "another program listens there already; choose another port, or 0 for a free one"
    case EACCES:
      return "only root may listen on that port; choose one from 1024 on, or 0 for a free one"
    case EADDRNOTAVAIL:
      return "it is no address of this machine; choose one that is, 127.0.0.1 for example"
    case EAFNOSUPPORT:
      return "this machine has no addresses of that kind; choose another one, 127.0.0.1 for example"
    default:
      return String(cString: strerror(code))
    }
  }
}
