import Foundation
import Synchronization
import Testing
import TidemarkBaselines

@Suite struct BaselineStoreTests {
  private let folder: TemporaryFolder
  private let store: BaselineStore
  private let suite = BaselineStore.Suite(target: "FeedKitTests", name: "FeedTests")

  init() throws {
    folder = try TemporaryFolder()
    store = BaselineStore(root: folder.path)
  }

  @Test func folderIsFoundAboveASourceFile() throws {
    try folder.write("", to: "Package.swift")
    try folder.write("", to: "Tests/FeedKitTests/FeedTests.swift")
    let file = "\(folder.path)/Tests/FeedKitTests/FeedTests.swift"
    #expect(try BaselineStore.locate(from: file, override: nil) == store)
    #expect(try BaselineStore.locate(from: folder.path, override: nil) == store)
    #expect(
      try BaselineStore.locate(from: file, override: "/elsewhere")
        == BaselineStore(root: folder.path, folder: "/elsewhere"))
  }

  @Test func missingPackageIsAnError() {
    let error = #expect(throws: BaselineStoreError.self) {
      try BaselineStore.locate(from: "/nowhere/at/all.swift", override: nil)
    }
    #expect(error?.description.contains("TIDEMARK_BASELINES=") ?? false)
    #expect(throws: Never.self) {
      try BaselineStore.locate(from: "/nowhere/at/all.swift", override: "/tmp/b")
    }
  }

  @Test func changeIsWrittenAndReadBack() throws {
    #expect(try store.load(suite) == nil)
    #expect(try store.update(suite) { $0.entries["refresh()"] = .sample })
    #expect(try store.load(suite)?.entries == ["refresh()": .sample])
    #expect(
      folder.files() == [".tidemark/lock", "Baselines/FeedKitTests/FeedTests.json"])
  }

  @Test func fileThatWouldNotChangeIsNotWritten() throws {
    // A file that a person wrote in another order keeps it.
    let text = #"{"tests": {"a()": {"exact": {"tasks.created": 1}}}, "format": 1}"#
    try folder.write(text, to: "Baselines/FeedKitTests/FeedTests.json")
    #expect(try !store.update(suite) { $0.entries["a()"]?.exact[.tasksCreated] = 1 })
    #expect(try folder.read("Baselines/FeedKitTests/FeedTests.json") == text)
  }

  @Test func brokenFileIsNotOverwritten() throws {
    let text = "{\n<<<<<<< HEAD\n"
    try folder.write(text, to: "Baselines/FeedKitTests/FeedTests.json")
    #expect(throws: BaselineError.self) { try store.update(suite) { $0.entries = [:] } }
    #expect(try folder.read("Baselines/FeedKitTests/FeedTests.json") == text)
  }

  @Test func suitesAreListedWithTheirOwnNames() throws {
    let odd = BaselineStore.Suite(target: "FeedKitTests", name: "reads / writes 100 %")
    try store.update(odd) { $0.entries["a()"] = .sample }
    try store.update(suite) { $0.entries["a()"] = .sample }
    try folder.write(#"{"format": 1}"#, to: "Baselines/policy.json")
    try folder.write("", to: "Baselines/README.md")
    #expect(try store.suites() == [suite, odd])
  }

  @Test func lastTestTakesItsFileAlong() throws {
    try store.update(suite) {
      $0.entries["refresh()"] = .sample
      $0.entries["decode()"] = .sample
    }
    let gone = TestIdentity(target: "FeedKitTests", suite: "FeedTests", name: "gone()")
    #expect(try store.remove([.sample, gone]) == [.sample])
    #expect(try store.load(suite)?.entries.keys.sorted() == ["decode()"])
    let last = TestIdentity(target: "FeedKitTests", suite: "FeedTests", name: "decode()")
    #expect(try store.remove([last]) == [last])
    #expect(folder.files() == [".tidemark/lock"])
    #expect(!Files.exists("\(folder.path)/Baselines/FeedKitTests"))
  }

  @Test func policyIsReadOrTheDefault() throws {
    #expect(try store.loadPolicy() == Policy())
    try folder.write(
      #"{"format": 1, "metrics": {"hops": {"absolute": 1, "reason": "x"}}}"#,
      to: "Baselines/policy.json")
    #expect(try store.loadPolicy().metrics[.hops]?.absolute == 1)
  }

  @Test func hugeFileIsNotRead() throws {
    let path = "\(folder.path)/Baselines/FeedKitTests/FeedTests.json"
    try folder.write("", to: "Baselines/FeedKitTests/FeedTests.json")
    truncate(path, off_t(Baseline.maximumSize) + 1)
    let error = #expect(throws: BaselineError.self) { try store.load(suite) }
    #expect(error == BaselineError(path: path, problem: .tooLarge(bytes: Baseline.maximumSize + 1)))
  }

  @Test func writersAtTheSameTimeLoseNothing() throws {
    let store = store
    let suite = suite
    let failures = Mutex(0)
    let threads = DispatchGroup()
    for writer in 0..<8 {
      let thread = Thread {
        for test in 0..<20 {
          let change = { (baseline: inout Baseline) in
            baseline.entries["test\(writer)x\(test)()"] = .sample
          }
          do { try store.update(suite, change) } catch { failures.withLock { $0 += 1 } }
        }
        threads.leave()
      }
      threads.enter()
      thread.start()
    }
    threads.wait()
    #expect(failures.withLock { $0 } == 0)
    #expect(try store.load(suite)?.entries.count == 160)
  }

  @Test func killedWriterLeavesAWholeFile() async throws {
    let path = folder.path
    for delay in [300, 900, 2100, 4700] as [UInt32] {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, delay = delay as UInt32] in
        let store = BaselineStore(root: path)
        let suite = BaselineStore.Suite(target: "FeedKitTests", name: "FeedTests")
        Thread {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }.start()
        for round in 0... {
          try store.update(suite) { baseline in
            for test in 0..<200 {
              baseline.entries["test\(test)()"] = BaselineEntry(exact: [.tasksCreated: round])
            }
          }
        }
      }
      if let baseline = try store.load(suite) {
        let rounds = Set(baseline.entries.values.map(\.exact))
        #expect(baseline.entries.count == 200 && rounds.count == 1)
      }
    }
    try store.update(suite) { $0.entries = ["a()": .sample] }
    #expect(folder.files() == [".tidemark/lock", "Baselines/FeedKitTests/FeedTests.json"])
  }

  @Test func writerThatDiesInTheMiddleOfTheBytesLeavesTheOldFile() async throws {
    try store.update(suite) { $0.entries = ["a()": .sample] }
    let old = try folder.read("Baselines/FeedKitTests/FeedTests.json")
    await #expect(processExitsWith: .signal(SIGXFSZ)) { [path = folder.path as String] in
      // The system lets the first bytes through and then kills the process.
      var signals = sigset_t()
      sigemptyset(&signals)
      sigaddset(&signals, SIGXFSZ)
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      signal(SIGXFSZ, SIG_DFL)
      setFileSizeLimit(1000)
      let suite = BaselineStore.Suite(target: "FeedKitTests", name: "FeedTests")
      try BaselineStore(root: path).update(suite) { baseline in
        for test in 0..<200 { baseline.entries["test\(test)()"] = .sample }
      }
    }
    #expect(try folder.read("Baselines/FeedKitTests/FeedTests.json") == old)
    #expect(folder.files().count == 3)
    try store.update(suite) { $0.entries = ["b()": .sample] }
    #expect(folder.files() == [".tidemark/lock", "Baselines/FeedKitTests/FeedTests.json"])
  }

  @Test func writeThatFailsLeavesTheOldFileAndNothingElse() async throws {
    try store.update(suite) { $0.entries = ["a()": .sample] }
    let old = try folder.read("Baselines/FeedKitTests/FeedTests.json")
    await #expect(processExitsWith: .success) { [path = folder.path as String] in
      signal(SIGXFSZ, SIG_IGN)
      setFileSizeLimit(1000)
      let suite = BaselineStore.Suite(target: "FeedKitTests", name: "FeedTests")
      let error = #expect(throws: FileError.self) {
        try BaselineStore(root: path).update(suite) { baseline in
          for test in 0..<200 { baseline.entries["test\(test)()"] = .sample }
        }
      }
      #expect(error?.code == EFBIG)
      #expect(error?.path.hasSuffix("FeedTests.json") ?? false)
    }
    #expect(try folder.read("Baselines/FeedKitTests/FeedTests.json") == old)
    #expect(folder.files() == [".tidemark/lock", "Baselines/FeedKitTests/FeedTests.json"])
  }
}
