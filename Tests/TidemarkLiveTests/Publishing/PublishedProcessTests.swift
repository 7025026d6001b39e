import CTestSupport
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import TidemarkLedger

/// What lies in the folder is believed only where it can be true.
@Suite struct PublishedProcessTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "tidemark-files-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chmod(path, 0o700)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  /// This process, and when it started.
  private static let own: String = {
    let text = (try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8)) ?? ""
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    return "\(getpid())-\(fields[19])"
  }()

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  /// Holds the lock of an owner on a file.
  private func lock(_ path: String) -> Int32 {
    let file = open(path, O_RDWR | O_CLOEXEC)
    var all = Glibc.flock()
    all.l_type = CShort(F_RDLCK)
    #expect(fcntl(file, 37, &all) == 0)
    return file
  }

  @Test func aFolderThatIsNotThereHasNoProcesses() throws {
    #expect(try PublishedProcess.all(in: "/nowhere/at/all").isEmpty)
  }

  @Test func aPidThatIsAnotherProcessByNowIsForgotten() throws {
    try withFolder { folder in
      let path = "\(folder)/\(getpid())-1"
      try write("tidemark 6\nfd 3\n", to: path)
      #expect(try PublishedProcess.all(in: folder).isEmpty)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func whatAnotherProcessHoldsIsNoLife() throws {
    try withFolder { folder in
      let path = "\(folder)/\(getpid())-1"
      try write("tidemark 6\nfd 3\n", to: path)
      let file = lock(path)
      defer { close(file) }
      #expect(try PublishedProcess.all(in: folder).isEmpty)
      // It may be the process of another container, where it has this pid.
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func onlyWhatIsLockedAndCompleteIsShown() throws {
    try withFolder { folder in
      let path = "\(folder)/\(Self.own)"
      try write("tidemark 6\nfd 3\n", to: path)
      #expect(try PublishedProcess.all(in: folder).isEmpty)
      let file = lock(path)
      defer { close(file) }
      #expect(try PublishedProcess.all(in: folder).map(\.pid) == [Int(getpid())])
      for text in ["", "tidemark", "tidemark 6\nfd -3\n", "tidemark 6\nfd x\n", "\u{0}"] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: [])
        truncate(path, off_t(text.utf8.count))
        #expect(try PublishedProcess.all(in: folder).isEmpty, "\(text)")
      }
    }
  }

  @Test func twoWhoLookAtOnceDoNotTakeEachOtherForAnOwner() throws {
    try withFolder { folder in
      // Left behind by a program that became another one: its process lives.
      try write("tidemark 6\nfd 3\n", to: "\(folder)/\(Self.own)")
      let count = Count()
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        for _ in 0..<300 {
          let seen = (try? PublishedProcess.all(in: folder).count) ?? 1000
          count.seen.add(seen, ordering: .relaxed)
        }
      }
      #expect(count.seen.load(ordering: .relaxed) == 0)
    }
  }

  @Test func otherFilesAreLeftAlone() throws {
    try withFolder { folder in
      for name in ["notes", "1-", "-1", "01-1", "+1-1", "1-1-1"] {
        try write("tidemark 6\nfd 3\n", to: "\(folder)/\(name)")
      }
      mkfifo("\(folder)/1-3", 0o600)
      symlink("/etc/passwd", "\(folder)/1-4")
      let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(try PublishedProcess.all(in: folder).isEmpty)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
    }
  }

  @Test func aDescriptorThatIsNoLedgerIsNotTouched() throws {
    func refused(_ descriptor: Int) -> LedgerError? {
      let process = PublishedProcess(
        pid: Int(getpid()), start: 1, descriptor: descriptor, version: 6)
      do throws(LedgerError) {
        _ = try MappedLedger(process)
        return nil
      } catch {
        return error
      }
    }
    // A pipe without a writer would have to be waited for.
    let pipe = NSTemporaryDirectory() + "tidemark-pipe-" + UUID().uuidString
    mkfifo(pipe, 0o600)
    let files = [
      open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC), open("/dev/null", O_RDWR | O_CLOEXEC),
      test_sealedMemory("tidemark-ledger", 1 << 20, false), test_sealedMemory("other", 4096, true),
    ]
    defer {
      for file in files { close(file) }
      unlink(pipe)
    }
    for file in files { #expect(refused(Int(file)) == .notALedger) }
    let missing = "/proc/\(getpid())/fd/9999"
    #expect(refused(9999) == .unreachable(path: missing, reason: "No such file or directory"))
  }
}

/// How many processes several threads saw together.
private final class Count: Sendable {
  let seen = Atomic(0)
}
