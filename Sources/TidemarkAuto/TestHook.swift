#if os(Linux)
  internal import Testing
  internal import Tidemark
  internal import TidemarkTesting

  @_silgen_name("tidemark_autoForwardStore")
  private func forwardStore(
    _ generator: @escaping @Sendable () async -> Test, _ target: UnsafeMutableRawPointer,
    _ type: UnsafeRawPointer
  ) -> CBool

  /// Gives every test that Swift Testing discovers the measuring trait, closest to the test's body.
  @_silgen_name("tidemark_autoStore")
  func hookedStore(
    _ generator: @escaping @Sendable () async -> Test, _ target: UnsafeMutableRawPointer,
    _ type: UnsafeRawPointer
  ) -> CBool {
    guard Session.shared.isOn else { return forwardStore(generator, target, type) }
    let measured: @Sendable () async -> Test = {
      var test = await generator()
      if !test.isSuite { test.traits.append(UsageTrait(.baseline)) }
      return test
    }
    return forwardStore(measured, target, type)
  }
#endif
