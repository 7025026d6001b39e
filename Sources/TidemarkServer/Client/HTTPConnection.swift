#if canImport(Glibc)
  private import Glibc
#else
  private import Darwin
#endif

/// A connection to a server, which blocks, but not for ever.
struct HTTPConnection: ~Copyable {
  /// Why there is no answer.
  enum Failure: Error, Hashable {
    case unknownHost(String)
    case cannotConnect(String)
    /// The connection ended before anything of an answer came, as one that was idle may.
    case closed
    case silent(seconds: Int)
    case malformed(String)
  }

  private static let connectSeconds = 5
  private let descriptor: CInt
  private let silenceSeconds: Int

  /// Connects to a server.
  ///
  /// - Parameter silenceSeconds: for how long the server may say nothing.
  init(host: String, port: Int, silenceSeconds: Int) throws(Failure) {
    self.silenceSeconds = silenceSeconds
    var hints = addrinfo()
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, String(port), &hints, &list)
    guard status == 0, let list else {
      throw .unknownHost(String(cString: gai_strerror(status)))
    }
    defer { freeaddrinfo(list) }
    var reason = "it has no address"
    var next: UnsafeMutablePointer<addrinfo>? = list
    while let address = next?.pointee {
      next = address.ai_next
      let socket = socket(
        address.ai_family,
        address.ai_socktype | CInt(SOCK_CLOEXEC.rawValue)
          | CInt(SOCK_NONBLOCK.rawValue), address.ai_protocol)
      guard socket >= 0 else {
        reason = String(cString: strerror(errno))
        continue
      }
      if let error = Self.connect(socket, address) {
        reason = error
        close(socket)
      } else {
        descriptor = socket
        return
      }
    }
    throw .cannotConnect(reason)
  }

  deinit { close(descriptor) }

  /// Sends a request and returns the answer.
  func exchange(_ request: [UInt8]) throws(Failure) -> ResponseParser {
    try send(request)
    var parser = ResponseParser()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var isFirst = true
    while !parser.isComplete {
      try wait(for: Int16(POLLIN))
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 {
        if errno == EAGAIN || errno == EINTR { continue }
        if isFirst { throw .closed }
        throw .malformed(String(cString: strerror(errno)))
      }
      if count == 0 && isFirst { throw .closed }
      isFirst = false
      do throws(ResponseParser.Malformed) {
        if count == 0 { try parser.finish() } else { try parser.feed(buffer[..<count]) }
      } catch {
        throw .malformed(error.reason)
      }
    }
    return parser
  }

  private func send(_ bytes: [UInt8]) throws(Failure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      try wait(for: Int16(POLLOUT))
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno != EAGAIN && errno != EINTR {
        throw .closed
      }
    }
  }

  private func wait(for event: Int16) throws(Failure) {
    guard Self.wait(descriptor, for: event, seconds: silenceSeconds) else {
      throw .silent(seconds: silenceSeconds)
    }
  }

  private static func connect(_ socket: CInt, _ address: addrinfo) -> String? {
    if Glibc.connect(socket, address.ai_addr, address.ai_addrlen) == 0 { return nil }
    guard errno == EINPROGRESS else { return String(cString: strerror(errno)) }
    guard wait(socket, for: Int16(POLLOUT), seconds: connectSeconds) else {
      return "no answer for \(connectSeconds) seconds"
    }
    var error: CInt = 0
    var size = socklen_t(MemoryLayout<CInt>.size)
    getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size)
    return error == 0 ? nil : String(cString: strerror(error))
  }

  private static func wait(_ descriptor: CInt, for event: Int16, seconds: Int) -> Bool {
    var clock = timespec()
    clock_gettime(CLOCK_MONOTONIC, &clock)
    let end = clock.tv_sec * 1000 + clock.tv_nsec / 1_000_000 + seconds * 1000
    while true {
      clock_gettime(CLOCK_MONOTONIC, &clock)
      let left = end - (clock.tv_sec * 1000 + clock.tv_nsec / 1_000_000)
      guard left > 0 else { return false }
      var entry = pollfd(fd: descriptor, events: event, revents: 0)
      let count = poll(&entry, 1, CInt(clamping: left))
      if count > 0 { return true }
      if count < 0 && errno != EINTR { return false }
    }
  }
}
