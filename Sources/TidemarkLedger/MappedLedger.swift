internal import CTidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The ledger of another process, which stays mapped for as long as anybody has it.
///
/// The memory is sealed by its owner: it can't shrink, so reading it never ends in a signal.
package final class MappedLedger: Sendable {
  package let ledger: Ledger
  private let control: MappedPages
  /// The number of the file that holds the ledger.
  package let inode: UInt64

  /// Maps what a published process shows.
  package init(_ process: PublishedProcess) throws(LedgerError) {
    let path = "/proc/\(process.pid)/fd/\(process.descriptor)"
    // To open something else might do something: a terminal, a device, a pipe.
    guard try Self.target(of: path, in: process.pid).hasPrefix("/memfd:tidemark-ledger") else {
      throw .notALedger
    }
    // Writable for the page by which viewers ask; everything else is mapped for reading only.
    let file = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw Self.refusal(process.pid, path) }
    defer { close(file) }
    let seals = fcntl(file, getSeals)
    guard seals >= 0, seals & sealShrink != 0 else { throw .notALedger }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid() || geteuid() == 0 else {
      throw .foreign(path: path)
    }
    inode = UInt64(status.st_ino)
    let size = Int(status.st_size)
    guard size >= MemoryLayout<TidemarkLedgerHeader>.size else {
      throw .truncated(bytes: size, needed: MemoryLayout<TidemarkLedgerHeader>.size)
    }
    guard let pages = MappedPages(file, at: 0, size: size, protection: PROT_READ) else {
      throw .unreachable(path: path, reason: String(cString: strerror(errno)))
    }
    ledger = try Ledger(pages.start, available: size, owner: pages)
    let writer = ledger.process
    guard writer.pid == process.pid, writer.start == process.start else {
      throw .corrupt("it says that process \(writer.pid) writes it")
    }
    let page = Int(getpagesize())
    guard ledger.controlOffset % page == 0,
      let control = MappedPages(
        file, at: ledger.controlOffset, size: page, protection: PROT_READ | PROT_WRITE)
    else { throw .corrupt("its control page can't be mapped") }
    self.control = control
  }

  private static func target(of path: String, in pid: Int) throws(LedgerError) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let length = readlink(path, &buffer, buffer.count)
    guard length >= 0 else { throw refusal(pid, path) }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Says why a process's file can't be opened, by the error that the system just gave.
  private static func refusal(_ pid: Int, _ path: String) -> LedgerError {
    let code = errno
    let reason = String(cString: strerror(code))
    guard code == EACCES || code == EPERM else { return .unreachable(path: path, reason: reason) }
    return .withheld(pid: pid, reason: reason)
  }

  /// Asks the process to take times, and to keep transitions, until these moments on the monotonic
  /// clock; what others ask for stays.
  package func ask(timesUntil: UInt64, eventsUntil: UInt64) {
    let page = control.start.assumingMemoryBound(to: TidemarkControl.self)
    tidemark_raise(&page.pointee.timesUntil, max(timesUntil, eventsUntil))
    tidemark_raise(&page.pointee.eventsUntil, eventsUntil)
  }
}

// Constants of the kernel's that Swift does not import.
private let getSeals: CInt = 1034
private let sealShrink: CInt = 2
