private import CTidemarkProbe
import TidemarkBaselines

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An open descriptor and what it refers to.
struct OpenDescriptor: Hashable, Sendable {
  var number: Int
  /// Differs between files, so that a number which is used again is not taken for the old file.
  var identity: UInt64
}

/// Figures that the kernel offers as files under `/proc/self`.
enum ProcessFiles {
  /// Reads a small file whole, or returns nil when it is not there.
  static func read(_ path: String, limit: Int = 4096) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      while count < limit, let base = buffer.baseAddress {
        #if canImport(Glibc)
          let length = Glibc.read(file, base + count, limit - count)
        #else
          let length = Darwin.read(file, base + count, limit - count)
        #endif
        guard length > 0 else { break }
        count += length
      }
    }
  }

  /// Resets the peak of the resident set to the present size, through `/proc/self/clear_refs`.
  static func resetResidentPeak() {
    let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    _ = "5".withCString { write(file, $0, 1) }
  }

  /// Returns the peak of the resident set in bytes, `VmHWM` of `/proc/self/status`.
  static func residentPeak() -> Int? {
    let file = open("/proc/self/status", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
      guard let text = buffer.baseAddress else { return nil }
      #if canImport(Glibc)
        let length = Glibc.read(file, text, buffer.count - 1)
      #else
        let length = Darwin.read(file, text, buffer.count - 1)
      #endif
      guard length > 0 else { return nil }
      text[length] = 0
      let label = "\nVmHWM:"
      guard let found = strstr(text, label) else { return nil }
      return strtol(found + label.utf8.count, nil, 10) * 1024
    }
  }

  /// Whether `time.runQueue` is asked for, by `TIDEMARK_RUN_QUEUE=1`: it takes a file a thread.
  private static let wantsRunQueue = getenv("TIDEMARK_RUN_QUEUE").map { $0[0] == 0x31 } ?? false

  /// Returns the time that this thread waited for a processor, from `/proc/thread-self/schedstat`.
  ///
  /// Summed over the threads that live at the moment of the look.
  static func runQueueWait() -> Int? {
    guard wantsRunQueue, let directory = opendir("/proc/self/task") else { return nil }
    defer { closedir(directory) }
    var total = 0
    var found = false
    while let name = entryName(directory) {
      guard name.utf8.first != UInt8(ascii: "."),
        let text = read("/proc/self/task/\(name)/schedstat", limit: 128)
      else { continue }
      let fields = text.split(whereSeparator: { $0 <= 0x20 })
      guard fields.count >= 2, let wait = Int(String(decoding: fields[1], as: UTF8.self)) else {
        continue
      }
      total += wait
      found = true
    }
    return found ? total : nil
  }

  /// The descriptors that the harness has open for itself.
  private static let own = Guarded<Set<Int>>([])

  /// Opens a pipe of the harness's own, which is in no list and which no other program inherits.
  static func openOwnPipe(_ ends: inout [CInt]) -> Bool {
    var opened = ends
    let isOpen = own.withLock { own in
      guard tidemark_openPipe(&opened) == 0 else { return false }
      own.formUnion(opened.map(Int.init))
      return true
    }
    ends = opened
    return isOpen
  }

  /// Closes an end of a pipe of the harness's own.
  static func closeOwn(_ descriptor: CInt) {
    own.withLock { own in
      close(descriptor)
      own.remove(Int(descriptor))
    }
  }

  /// Returns the descriptors that are open, without the harness's own.
  static func descriptors() -> [OpenDescriptor] {
    // One that is opened or closed meanwhile is in one of the two.
    let before = own.withLock { $0 }
    let open = openDescriptors()
    let own = own.withLock { $0.union(before) }
    return own.isEmpty ? open : open.filter { !own.contains($0.number) }
  }

  /// Returns the descriptors that are open, without the one that the look itself needs.
  private static func openDescriptors() -> [OpenDescriptor] {
    var capacity = 256
    while true {
      let found: [OpenDescriptor]? = withUnsafeTemporaryAllocation(
        of: TidemarkDescriptor.self, capacity: capacity
      ) { buffer in
        guard let base = buffer.baseAddress else { return [] }
        let count = Int(tidemark_descriptors(base, CInt(capacity)))
        guard count <= capacity else {
          capacity = count * 2
          return nil
        }
        return (0..<count).map {
          OpenDescriptor(number: Int(base[$0].number), identity: base[$0].identity)
        }
      }
      if let found { return found }
    }
  }

  /// Returns what a descriptor refers to, for example a path or `socket:[4711]`.
  static func target(of descriptor: Int) -> String? {
    linkTarget("/proc/self/fd/\(descriptor)")
  }

  /// Returns where a symbolic link points.
  static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink(path, &buffer, buffer.count)
    guard length > 0 else { return nil }
    return String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Returns the name of a thread, from `/proc/self/task/…/comm`.
  static func threadName(_ thread: Int) -> String? {
    guard let text = read("/proc/self/task/\(thread)/comm", limit: 64) else { return nil }
    return String(decoding: text.prefix { $0 != 0x0a }, as: UTF8.self)
  }

  /// Returns a thread's name when it was set on purpose.
  ///
  /// A thread begins with the name of the one that starts it, most often the process's or that of a
  /// worker of Dispatch.
  static func ownThreadName(_ thread: Int) -> String? {
    guard let name = threadName(thread), name != threadName(Int(getpid())) else { return nil }
    return dispatchWorkerNames.contains(name) ? nil : name
  }

  /// The ends of the labels of Dispatch's global queues, which is what a thread's name has room for.
  private static let dispatchWorkerNames: Set<String> = {
    let qualities = [
      "maintenance", "background", "utility", "default", "user-initiated", "user-interactive",
    ]
    let labels = qualities.flatMap { quality in
      ["", ".overcommit", ".cooperative"].map { "com.apple.root.\(quality)-qos\($0)" }
    }
    return Set(labels.map { String($0.suffix(15)) })
  }()

  #if canImport(Glibc)
    private static func entryName(_ directory: OpaquePointer) -> String? {
      next(readdir(directory))
    }
  #else
    private static func entryName(_ directory: UnsafeMutablePointer<DIR>) -> String? {
      next(readdir(directory))
    }
  #endif

  private static func next(_ entry: UnsafeMutablePointer<dirent>?) -> String? {
    guard let entry else { return nil }
    return withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
