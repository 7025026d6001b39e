/// Why a region of memory cannot be read as a ledger.
package enum LedgerError: Error, Equatable {
  case truncated(bytes: Int, needed: Int)
  case notALedger
  case otherVersion(found: UInt32, known: UInt32)
  case corrupt(String)
  case unreachable(path: String, reason: String)
  case foreign(path: String)
  /// The folder is named by a path from the working folder, which the processes don't share.
  case relative(path: String)
  /// There is a file or a link where the folder should be.
  case noFolder(path: String)
  /// The kernel lets this process see nothing of another one of the same user.
  case withheld(pid: Int, reason: String)
}

extension LedgerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .truncated(let bytes, let needed):
      "the ledger is truncated: \(bytes) bytes of \(needed); measure again"
    case .notALedger:
      "this is not a ledger: it does not start with the ledger's magic number"
    case .otherVersion(let found, let known):
      "the ledger has layout version \(found), this build reads \(known); "
        + "use the same version of Tidemark on both sides"
    case .unreachable(let path, let reason):
      "\(path) can't be opened: \(reason); run as the user who runs the process"
    case .foreign(let path):
      "\(path) belongs to another user, or others may write to it; run as the user whose processes are "
        + "shown there, or set TIDEMARK_DIR to a folder of your own"
    case .relative(let path):
      "TIDEMARK_DIR is '\(path)', which is another folder for a process that runs elsewhere; set it to "
        + "a path that begins with /"
    case .noFolder(let path):
      "\(path) is no folder, or a link to one; set TIDEMARK_DIR to the folder itself"
    case .withheld(let pid, let reason):
      "nothing of process \(pid) can be read: \(reason), as it has more rights, has changed its user or "
        + "keeps its memory to itself; run as root, in a container with the capability SYS_PTRACE"
    case .corrupt(let what):
      "the ledger is corrupt: \(what); measure again"
    }
  }
}
