#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Work whose time is compared with the probe linked and without.
enum Workload: String, CaseIterable {
  case children
  case actorCalls
  case hops
  case asyncLet
  case continuations
  case malloc16
  case malloc256
  case malloc4096

  /// How many operations one run makes.
  var count: Int {
    switch self {
    case .children: 200_000
    case .actorCalls: 2_000_000
    case .hops: 50_000
    case .asyncLet: 100_000
    case .continuations: 100_000
    case .malloc16, .malloc256, .malloc4096: 10_000_000
    }
  }

  func run() async {
    switch self {
    case .children: await spawnChildren()
    case .actorCalls: await callActors()
    case .hops: await hop()
    case .asyncLet: await bindAsync()
    case .continuations: await resumeElsewhere()
    case .malloc16: allocate(16)
    case .malloc256: allocate(256)
    case .malloc4096: allocate(4096)
    }
  }

  private func spawnChildren() async {
    for _ in 0..<count / 1000 {
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<1000 { group.addTask {} }
      }
    }
  }

  /// Between the pool and the main thread: each hop hands the task to another thread.
  private func hop() async {
    await Task.detached { for _ in 0..<(count / 2) { await MainActor.run {} } }.value
  }

  /// Two actors of which one calls the other: hops that stay on their thread.
  private func callActors() async {
    let first = Player()
    let second = Player()
    await first.play(with: second, rounds: count / 2)
  }

  private func bindAsync() async {
    for index in 0..<count {
      async let value = index &+ 1
      _ = await value
    }
  }

  /// Continuations that another task resumes, so that the waiting one really suspends.
  private func resumeElsewhere() async {
    let (stream, feed) = AsyncStream<UnsafeContinuation<Void, Never>>.makeStream()
    let resumer = Task.detached { for await waiting in stream { waiting.resume() } }
    for _ in 0..<count {
      await withUnsafeContinuation { _ = feed.yield($0) }
    }
    feed.finish()
    await resumer.value
  }

  @inline(never) private func allocate(_ size: Int) {
    for _ in 0..<count { free(keep(malloc(size))) }
  }
}

/// Hands a block through, unseen by the optimizer, which would leave its allocation out.
@inline(never) @_optimize(none)
private func keep(_ block: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? { block }

private actor Player {
  private var hits = 0

  func hit() { hits += 1 }

  func play(with other: Player, rounds: Int) async {
    for _ in 0..<rounds { await other.hit() }
  }
}
