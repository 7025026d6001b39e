#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A client that sends whatever it is told to, and no more than that.
final class RawClient {
  private let descriptor: CInt

  init?(_ address: String) {
    guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else { return nil }
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    place.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let status = withUnsafeBytes(of: &place) { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) {
        connect(descriptor, $0.baseAddress, socklen_t(bytes.count))
      }
    }
    guard descriptor >= 0, status == 0 else { return nil }
  }

  deinit { close(descriptor) }

  func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes, as many as the other side takes.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads until there is a text, the other side hangs up, or nothing comes for half a minute.
  func read(until mark: String? = nil) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    // A stream goes on without what is waited for.
    let deadline = ContinuousClock.now + .seconds(30)
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let mark, text.contains(mark) || ContinuousClock.now > deadline { return text }
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 30_000) > 0 else { return text }
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return text }
      bytes += buffer[..<count]
    }
  }

  /// Sends a text, and returns all that comes back until the other side hangs up.
  static func ask(_ address: String, _ text: String) -> String {
    guard let client = RawClient(address) else { return "no connection" }
    client.send(text)
    return client.read()
  }
}
