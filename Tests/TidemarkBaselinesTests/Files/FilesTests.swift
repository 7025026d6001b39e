import Foundation
import Testing
import TidemarkBaselines

@Suite struct FilesTests {
  @Test(arguments: [
    "FeedTests", "Outer.Inner", "TopLevel", "refresh, then wait / 100 %", "..", ".hidden", "",
    "%", "%41", "été", "a\u{0}b", "x.json",
  ])
  func fileNameStandsForItsName(name: String) {
    let file = FileName.escape(name)
    #expect(FileName.unescape(file) == name)
    #expect(!file.isEmpty && !file.contains("/") && !file.hasPrefix("."))
    #expect(file.utf8.allSatisfy { (0x21..<0x7F).contains($0) })
  }

  @Test func usualNamesStayReadable() {
    #expect(FileName.escape("Outer.Inner_2") == "Outer.Inner_2")
    #expect(FileName.unescape("a%4") == nil)
    #expect(FileName.unescape("a%zz") == nil)
    #expect(FileName.unescape("%FF") == nil)
  }

  @Test func replacingLeavesNothingElse() throws {
    let folder = try TemporaryFolder()
    try Files.replace("\(folder.path)/a/b/c", with: Array("one".utf8))
    try Files.replace("\(folder.path)/a/b/c", with: Array("two".utf8))
    #expect(folder.files() == ["a/b/c"])
    #expect(try folder.read("a/b/c") == "two")
  }

  @Test func leftoverOfADeadProcessIsRemovedAndThatOfALiveOneKept() throws {
    let folder = try TemporaryFolder()
    // No process has the highest id that the type can hold; process 1 is always there.
    try folder.write("half", to: ".tidemark-\(Int32.max)")
    try folder.write("half", to: ".tidemark-1")
    try Files.replace("\(folder.path)/c", with: [1])
    #expect(folder.files() == [".tidemark-1", "c"])
    #expect(try Files.names(in: folder.path) == ["c"])
  }

  #if os(Linux)
    @Test func fullDiskIsNamed() throws {
      let descriptor = open("/dev/full", O_WRONLY)
      defer { close(descriptor) }
      let error = #expect(throws: FileError.self) {
        try Files.writeAll([1, 2, 3], to: descriptor, path: "Baselines/A/B.json")
      }
      #expect(
        error?.description
          == "cannot write Baselines/A/B.json: No space left on device; "
          + "free some space and run the command again")
    }
  #endif

  @Test func fileInTheWayOfAFolderIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "Baselines")
    let error = #expect(throws: FileError.self) {
      try Files.replace("\(folder.path)/Baselines/A/B.json", with: [1])
    }
    #expect(error?.description.contains("\(folder.path)/Baselines") ?? false)
    #expect(error?.description.contains("move one of them") ?? false)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func unwritableFolderIsNamed() throws {
    let folder = try TemporaryFolder()
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let error = #expect(throws: FileError.self) {
      try Files.replace("\(folder.path)/a", with: [1])
    }
    #expect(error?.description.contains("make the folder writable") ?? false)
  }

  @Test func folderIsNoFile() throws {
    let folder = try TemporaryFolder()
    #expect(throws: FileError.self) { try Files.read(folder.path) }
    #expect(try Files.read("\(folder.path)/absent") == nil)
  }
}
