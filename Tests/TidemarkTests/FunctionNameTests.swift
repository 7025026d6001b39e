import Testing

@testable import Tidemark

@Suite struct FunctionNameTests {
  @Test(arguments: [
    ("Feed.Feed.prefetch() async -> ()", "Feed.prefetch()"),
    (
      "closure #1 @Sendable () async -> () in Feed.Feed.refresh(now: Swift.Bool, _: Swift.Int) -> ()",
      "closure #1 in Feed.refresh(now:_:)"
    ),
    (
      "(1) suspend resume partial function for closure #2 () async -> () in App.run() async -> ()",
      "closure #2 in run()"
    ),
    (
      "generic specialization <Swift.Int> of App.Cache.store(value: (A, Swift.Int) -> ()) -> ()",
      "Cache.store(value:)"
    ),
    ("main", "main"),
  ])
  func shortens(demangled: String, short: String) {
    let name = FunctionName(demangled: demangled)
    #expect(name.short == short)
    #expect(!name.isStandardLibrary)
  }

  @Test(arguments: [
    "(extension in Swift):Swift.Task< where B == Swift.Never>.init(name: Swift.Optional<Swift.String>) -> Swift.Task<A, Swift.Never>",
    "closure #1 (Swift.Int) -> () in (extension in Swift):Swift.Task.init(name: Swift.String) -> ()",
    "generic specialization <Swift.Int> of Swift.Array.append(__owned A) -> ()",
  ])
  func knowsTheStandardLibrary(demangled: String) {
    #expect(FunctionName(demangled: demangled).isStandardLibrary)
  }
}
