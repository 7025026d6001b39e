package import TidemarkLedger

/// A process of this machine that is shown over HTTP, by itself or by a server beside it.
package struct ServedProcess: Hashable, Sendable {
  package var process: PublishedProcess
  /// Where: `127.0.0.1:9090`.
  package var address: String

  /// Returns those of this user, one address for each process, in the order of their ids.
  ///
  /// - Throws: `LedgerError` when no folder can be read.
  package static func all() throws(LedgerError) -> [ServedProcess] {
    let processes = try PublishedProcess.all()
    let beside = PublishedProcess.folders().flatMap { ServerFile.all(in: $0) }
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
