internal import CTidemarkProbe

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// Why a process can't be shown to viewers.
public struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What failed, and what to do about it.
  public var description: String

  init(_ description: String) { self.description = description }

  init(alreadyAt address: String) {
    self.init("the process listens on \(address) already; call Agent.stop() first")
  }

  init(_ publication: TidemarkPublication) {
    let path = withUnsafeBytes(of: publication.path) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let reason = String(cString: strerror(publication.error))
    description =
      switch publication.status {
      case TidemarkPublishNotPrepared:
        "there is no ledger to show: this platform has no probe"
      case TidemarkPublishNoMemory:
        "there is no memory for a ledger that others can see: \(reason)"
      case TidemarkPublishNoFolder:
        "\(path) can't be made or opened: \(reason); set TIDEMARK_DIR to a folder of your own"
      case TidemarkPublishForeignFolder:
        "\(path) belongs to another user, or others may write to it; set TIDEMARK_DIR to a folder of "
          + "your own"
      default:
        "\(path) can't be written: \(reason); set TIDEMARK_DIR to a folder on a file system in memory"
      }
  }
}
