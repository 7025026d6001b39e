import Testing
import TidemarkSymbols

@Suite struct FunctionNameTests {
  @Test(arguments: ["async_Main", "async_MainTQ0_", "async_MainTY13_"])
  func partsOfTheMainFileAreOneFunction(symbol: String) {
    #expect(demangle(symbol) == "async_Main")
  }

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
    (
      "(3) suspend resume partial function for App.Feed.(load in _9812909A284871E88)(_: App.Metric, isolation: isolated Swift.Actor?) async -> ()",
      "Feed.load(_:isolation:)"
    ),
    (
      "(extension in App):Core.Feed.(order in _69331BC12429C1).getter : (Swift.String, Swift.Int)",
      "Feed.order.getter"
    ),
    ("closure #1 ((Box in _0AF1)) -> () in App.run() -> ()", "closure #1 in run()"),
    ("$defer #1 () -> () in App.Feed.decode(Swift.String) -> ()", "defer in Feed.decode(_:)"),
    (
      "visit #1 @Sendable (node: Swift.Int) async -> () in closure #2 () -> () in App.Feed.walk() -> ()",
      "visit(node:) in closure #2 in Feed.walk()"
    ),
    (
      "implicit closure #2 @Sendable () async throws -> () in App.Feed.walk() -> ()", "Feed.walk()"
    ),
    ("variable initialization expression of static App.Feed.shared : App.Feed", "Feed.shared"),
    ("static App.Feed.== infix(App.Feed, App.Feed) -> Swift.Bool", "Feed.==(_:_:)"),
    ("App.Feed.subscript.getter : (Swift.Int) -> A", "Feed.subscript.getter"),
    (
      "(extension in App):Swift.Dictionary< where A == App.Metric>.(byName in _AAA9)((B) -> C) -> D",
      "Dictionary.byName(_:)"
    ),
    ("_CFThreadCreate", "_CFThreadCreate"),
    ("std::vector<int>::push_back(int const&)", "std::vector::push_back(_:)"),
  ])
  func shortens(demangled: String, short: String) {
    let name = FunctionName(demangled: demangled)
    #expect(name.short == short)
    #expect(!name.isStandardLibrary && !name.isGenerated)
  }

  @Test(arguments: [
    "$s3App9FeedTestsV4load4TestfMp_7__localfMu0_ #1 @Sendable (isolated Swift.Actor?) async throws -> () in static App.FeedTests.($s3App9FeedTestsV4load4TestfMp_17Z2fMu_ in _7F9DFF)@Sendable () async throws -> ()",
    "(1) await resume partial function for implicit closure #1 @Sendable () async -> Testing.Test in closure #1 (Swift.UInt) -> Swift.Bool in variable initialization expression of static App.FeedTests.($s3App9FeedTestsV4load4TestfMp_25generator88c in _7F9D) : Swift.Int",
  ])
  func knowsWhatMacrosWrite(demangled: String) {
    #expect(FunctionName(demangled: demangled).isGenerated)
  }

  @Test(arguments: [
    "(extension in Swift):Swift.Task< where B == Swift.Never>.init(name: Swift.Optional<Swift.String>) -> Swift.Task<A, Swift.Never>",
    "closure #1 (Swift.Int) -> () in (extension in Swift):Swift.Task.init(name: Swift.String) -> ()",
    "generic specialization <Swift.Int> of Swift.Array.append(__owned A) -> ()",
  ])
  func knowsTheStandardLibrary(demangled: String) {
    #expect(FunctionName(demangled: demangled).isStandardLibrary)
  }

  @Test func knowsTheHarness() {
    #expect(FunctionName(demangled: "TidemarkTesting.TestMeasuring.run() async -> ()").isHarness)
    #expect(!FunctionName(demangled: "TidemarkTests.FeedTests.run() async -> ()").isHarness)
  }
}
