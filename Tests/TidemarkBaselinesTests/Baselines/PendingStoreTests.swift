import Testing
import TidemarkBaselines

@Suite struct PendingStoreTests {
  private let folder: TemporaryFolder
  private let store: BaselineStore
  private let pending: PendingStore
  private let suite = BaselineStore.Suite(target: "FeedKitTests", name: "FeedTests")
  private let decode = TestIdentity(target: "FeedKitTests", suite: "FeedTests", name: "decode()")

  init() throws {
    folder = try TemporaryFolder()
    store = BaselineStore(root: folder.path)
    pending = PendingStore(baselines: store)
  }

  private func write() throws {
    try pending.write(
      [
        .sample([.tasksCreated: 13, .heapAllocations: 1377]),
        .sample([.tasksCreated: 13, .heapAllocations: 1380]),
        .sample([.tasksCreated: 1], decode),
      ], environment: .sample)
  }

  @Test func figuresComeBackWhole() throws {
    let run = TestMeasurement.sample(
      [.tasksCreated: 13],
      figures: [.hops: .shared(3), .jobsRun: .unavailable(reason: "why")],
      limits: [Limit(metric: .hops, lowest: 1)])
    try pending.write([run], environment: .sample)
    #expect(
      try pending.list()
        == [PendingTest(identity: .sample, environment: .sample, runs: [run])])
    #expect(folder.files().contains(".tidemark/pending/FeedKitTests/FeedTests.json"))
  }

  @Test func laterRiseReplacesTheEarlierOne() throws {
    try write()
    try pending.write([.sample([.tasksCreated: 14])], environment: .sample)
    #expect(try pending.list().map(\.identity) == [decode, .sample])
    #expect(try pending.list(TestPattern("*/refresh()")).map(\.runs.count) == [1])
  }

  @Test func rejectedFiguresAreForgotten() throws {
    try write()
    #expect(try pending.reject().count == 2)
    #expect(try pending.list().isEmpty)
    #expect(folder.files() == [".tidemark/lock"])
  }

  @Test func brokenOrNewerFileIsNamed() throws {
    let name = ".tidemark/pending/A/B.json"
    try folder.write("{", to: name)
    let broken = #expect(throws: PendingFileError.self) { try pending.list() }
    #expect(
      broken?.description == "\(folder.path)/\(name): the pending figures cannot be read; "
        + "delete the file and run: swift run tidemark check")
    try folder.write(#"{"format": 9}"#, to: name)
    let newer = #expect(throws: PendingFileError.self) { try pending.list() }
    #expect(newer?.newerFormat == 9)
  }
}
