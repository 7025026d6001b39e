package import TidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// A process of this machine that is shown over HTTP, by itself or by a server beside it.
package struct ServedProcess: Hashable, Sendable {
  package var process: PublishedProcess
  /// Where: `127.0.0.1:9090`.
  package var address: String

  /// Returns those of this user, one address for each process, in the order of their ids.
  ///
  /// - Throws: `LedgerError` when the folder is not this user's own.
  package static func all(
    in folder: String = PublishedProcess.folder()
  ) throws(LedgerError) -> [ServedProcess] {
    let processes = try PublishedProcess.all(in: folder)
    let beside = ServerFile.all(in: folder)
    return processes.compactMap { process in
      let file = beside.first { $0.pid == process.pid && $0.start == process.start }
      return (process.address ?? file?.address).map {
        ServedProcess(process: process, address: reachable($0))
      }
    }
  }

  /// Returns an address that can be connected to for one that stands for all of the machine's.
  private static func reachable(_ address: String) -> String {
    for wildcard in ["0.0.0.0:", "[::]:"] where address.hasPrefix(wildcard) {
      return "127.0.0.1:" + address.dropFirst(wildcard.count)
    }
    return address
  }
}
