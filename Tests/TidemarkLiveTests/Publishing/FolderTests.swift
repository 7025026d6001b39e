import Foundation
import TestSupport
import Testing

@testable import TidemarkLedger

/// A folder that can't be used is an error that says what to do, for the program and for viewers.
@Suite struct FolderTests {
  /// Makes a folder for one test, and removes it.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "tidemark-folder-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chmod(path, 0o700)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  /// Starts a program that can't publish, and returns what it says.
  private func refusal(_ folder: String, shell: String = ":") throws -> String {
    let watched = try WatchedProgram("idle", folder: folder, shell: shell)
    let error = try watched.awaitLine("error:")
    #expect(try watched.finish().code == 3)
    return error
  }

  @Test func aFolderIsMadeForItsUserAlone() throws {
    try withFolder { folder in
      let watched = try WatchedProgram("idle", folder: folder + "/made/")
      try watched.awaitLine("ready")
      var status = stat()
      #expect(stat(folder + "/made", &status) == 0 && status.st_mode & 0o777 == 0o700)
      #expect(try watched.listed().map(\.pid) == [watched.pid])
      let file = folder + "/made/" + (try #require(watched.files.first))
      #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
  }

  @Test func aFolderWhoseParentIsMissing() throws {
    try withFolder { folder in
      let error = try refusal(folder + "/none/none")
      #expect(error.contains("\(folder)/none/none can't be made or opened: No such file"))
      #expect(error.contains("set TIDEMARK_DIR"))
      #expect(try PublishedProcess.all(in: folder + "/none/none").isEmpty)
    }
  }

  @Test func aFolderThatCannotBeWritten() throws {
    // The superuser may write to any folder but one of the kernel's.
    if geteuid() == 0 {
      let error = try refusal("/proc")
      #expect(error.contains("no file can be made in /proc: "))
      return
    }
    try withFolder { folder in
      chmod(folder, 0o500)
      let error = try refusal(folder)
      #expect(error.contains("no file can be made in \(folder): Permission denied"))
    }
  }

  @Test func aFolderOfAnotherUser() throws {
    try withFolder { folder in
      let foreign = geteuid() == 0 ? folder : "/usr"
      if geteuid() == 0 { chown(folder, 65534, 65534) }
      let error = try refusal(foreign)
      #expect(error.contains("\(foreign) belongs to another user"))
      #expect(throws: LedgerError.foreign(path: foreign)) {
        try PublishedProcess.all(in: foreign)
      }
    }
  }

  @Test func aFolderThatOthersMayWriteTo() throws {
    try withFolder { folder in
      chmod(folder, 0o777)
      let error = try refusal(folder)
      #expect(error.contains("or others may write to it; set TIDEMARK_DIR"))
      #expect(throws: LedgerError.foreign(path: folder)) { try PublishedProcess.all(in: folder) }
    }
  }

  @Test(arguments: ["", "/"]) func aLinkIsNotFollowed(_ ending: String) throws {
    try withFolder { folder in
      let link = folder + "/link"
      symlink(folder, link)
      let error = try refusal(link + ending)
      #expect(error.contains("\(link) can't be made or opened: it is no folder, or a link"))
      #expect(error.contains("set TIDEMARK_DIR"))
      #expect(throws: LedgerError.noFolder(path: link)) {
        try PublishedProcess.all(in: link + ending)
      }
    }
  }

  @Test func aPathThatIsTooLong() throws {
    let long = "/tmp/" + String(repeating: "a/", count: 2100)
    let error = try refusal(long)
    #expect(error.contains("can't be made or opened: File name too long"))
  }

  @Test func aPathFromTheWorkingFolder() throws {
    try withFolder { folder in
      let error = try refusal("own", shell: "cd '\(folder)'")
      #expect(error.contains("TIDEMARK_DIR is 'own'"))
      #expect(error.contains("a path that begins with /"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  /// Whether this machine lets a test have mounts of its own.
  private static let canMount: Bool = {
    let outcome = try? Program.run(
      ["/bin/sh", "-c", "unshare -m sh -c 'mount -t tmpfs none /mnt'"])
    return outcome?.code == 0
  }()

  /// No room for another file, as the root folder takes the only one there is; and none for a byte in it.
  @Test(.enabled(if: canMount), arguments: ["nr_inodes=1", "size=4k"])
  func aFullFileSystem(_ limit: String) throws {
    try withFolder { folder in
      let fill = limit == "size=4k" ? "head -c 4096 /dev/zero >\(folder)/rest" : ":"
      let shell = """
        exec unshare -m sh -c 'mount -t tmpfs -o \(limit),mode=700 none \(folder) && \(fill) && \
        exec "$@" <"$0"' "$0" "$@"
        """
      let error = try refusal(folder, shell: shell)
      #expect(error.contains("No space left on device; free some, or set TIDEMARK_DIR"))
    }
  }

  @Test(.enabled(if: canMount && !isSanitized, "a sanitizer needs /proc")) func aSystemWithoutProc()
    throws
  {
    let shell = """
      exec unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@" <"$0"' "$0" "$@"
      """
    try withFolder { folder in
      let error = try refusal(folder, shell: shell)
      #expect(error.contains("/proc can't be read"))
    }
  }

  @Test func nothingIsShownWhenTheProbeIsOff() throws {
    let watched = try WatchedProgram("idle", variables: ["TIDEMARK": "off"])
    try watched.awaitLine("ready")
    try watched.order("start", answer: "started")
    #expect(try watched.listed().isEmpty && watched.files.isEmpty)
  }
}
