internal import CTidemarkLedger

#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// The ledger of another process, mapped for as long as this object lives.
///
/// The memory is sealed by its owner: it can't shrink, so reading it never ends in a signal.
package final class MappedLedger: Sendable {
  package let ledger: Ledger
  private let address: UInt
  private let size: Int
  private let controlAddress: UInt

  /// Maps what a published process shows.
  package init(_ process: PublishedProcess) throws(LedgerError) {
    let path = "/proc/\(process.pid)/fd/\(process.descriptor)"
    // To open something else might do something: a terminal, a device, a pipe.
    guard try Self.target(of: path).hasPrefix("/memfd:tidemark-ledger") else { throw .notALedger }
    // Writable for the page by which viewers ask; everything else is mapped for reading only.
    let file = open(path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else {
      throw .unreachable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(file) }
    let seals = fcntl(file, getSeals)
    guard seals >= 0, seals & sealShrink != 0 else { throw .notALedger }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid() || geteuid() == 0 else {
      throw .foreign(path: path)
    }
    let size = Int(status.st_size)
    guard size >= MemoryLayout<TidemarkLedgerHeader>.size,
      let memory = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), memory != MAP_FAILED
    else { throw .truncated(bytes: size, needed: MemoryLayout<TidemarkLedgerHeader>.size) }
    do throws(LedgerError) {
      ledger = try Ledger(memory, available: size)
      let writer = ledger.process
      guard writer.pid == process.pid, writer.start == process.start else {
        throw LedgerError.corrupt("it says that process \(writer.pid) writes it")
      }
      let page = Int(getpagesize())
      guard ledger.controlOffset % page == 0,
        let control = mmap(
          nil, page, PROT_READ | PROT_WRITE, MAP_SHARED, file, off_t(ledger.controlOffset)),
        control != MAP_FAILED
      else { throw LedgerError.corrupt("its control page can't be mapped") }
      controlAddress = UInt(bitPattern: control)
    } catch {
      munmap(memory, size)
      throw error
    }
    address = UInt(bitPattern: memory)
    self.size = size
  }

  private static func target(of path: String) throws(LedgerError) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    let length = readlink(path, &buffer, buffer.count)
    guard length >= 0 else {
      throw .unreachable(path: path, reason: String(cString: strerror(errno)))
    }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    munmap(UnsafeMutableRawPointer(bitPattern: address), size)
    munmap(UnsafeMutableRawPointer(bitPattern: controlAddress), Int(getpagesize()))
  }

  /// Asks the process to take times, and to keep transitions, until these moments on the monotonic
  /// clock; what others ask for stays.
  package func ask(timesUntil: UInt64, eventsUntil: UInt64) {
    guard let page = UnsafeMutablePointer<TidemarkControl>(bitPattern: controlAddress) else {
      return
    }
    tidemark_raise(&page.pointee.timesUntil, max(timesUntil, eventsUntil))
    tidemark_raise(&page.pointee.eventsUntil, eventsUntil)
  }
}

// Constants of the kernel's that Swift does not import.
private let getSeals: CInt = 1034
private let sealShrink: CInt = 2
