package import TidemarkLedger

/// A process of this machine that is shown over HTTP, by itself or by a server beside it.
package struct ServedProcess: Hashable, Sendable {
  package var process: PublishedProcess
  /// Where, as it listens: `127.0.0.1:9090`, or `0.0.0.0:9090` for all addresses of the machine.
  package var address: String
  /// Whether only who sends a token is answered there.
  package var needsToken: Bool

  /// Returns those of this user, one address for each process, in the order of their ids.
  ///
  /// - Throws: `LedgerError` when no folder can be read.
  package static func all() throws(LedgerError) -> [ServedProcess] {
    let processes = try PublishedProcess.all()
    let beside = PublishedProcess.folders().flatMap { ServerFile.all(in: $0) }
    return processes.compactMap { process in
      let file = beside.first { $0.pid == process.pid && $0.start == process.start }
      if let address = process.address {
        return ServedProcess(process: process, address: address, needsToken: process.needsToken)
      }
      return file.map {
        ServedProcess(process: process, address: $0.address, needsToken: $0.needsToken)
      }
    }
  }

  /// An address that can be connected to on this machine, also for one that stands for all.
  package var reachable: String {
    for wildcard in ["0.0.0.0:", "[::]:"] where address.hasPrefix(wildcard) {
      return "127.0.0.1:" + address.dropFirst(wildcard.count)
    }
    return address
  }
}
