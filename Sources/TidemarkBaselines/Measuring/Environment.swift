/// What figures depend on besides the code: the key under which a baseline keeps them.
public struct Environment: Hashable, Sendable, Codable {
  /// The operating system and processor, for example `linux-x86_64`.
  public var platform: String
  /// The language version of the toolchain as major.minor, for example `6.3`.
  public var swift: String
  /// How the code was built: `debug` or `release`.
  public var configuration: String
  /// How the tests ran: `serial`, `parallel`, or each `isolated` in a process of its own.
  public var mode: String
  /// The number of threads of the cooperative pool.
  public var poolWidth: Int

  /// Creates an environment.
  public init(
    platform: String, swift: String, configuration: String, mode: String, poolWidth: Int
  ) {
    self.platform = platform
    self.swift = swift
    self.configuration = configuration
    self.mode = mode
    self.poolWidth = poolWidth
  }

  /// The key of what depends on the toolchain, for example `linux-x86_64/6.3/debug/parallel`.
  public var key: String { "\(platform)/\(swift)/\(configuration)/\(mode)" }

  /// The key of what depends on the pool's width too, for example `…/parallel/pool-4`.
  public var boundedKey: String { "\(key)/pool-\(poolWidth)" }
}
