import Foundation
import TestSupport
import Testing
import TidemarkStatistics

@testable import TidemarkCommand

/// A program that knows nothing of the agent is run with it, or as it is.
@Suite struct RunTests {
  private static let plain = "\(FakePackage.bin)/TidemarkPlain"

  /// Starts a program by way of `tidemark run`, in a folder where it can be found.
  private func start(
    _ arguments: String..., variables: [String: String] = [:]
  ) throws -> WatchedProgram {
    // Through a shell, which has the arguments of the command in a variable.
    try WatchedProgram(
      path: "/bin/sh", variables: variables,
      shell: "exec '\(FakePackage.tool)' \(arguments.joined(separator: " ")) <\"$0\"")
  }

  private func list(_ watched: WatchedProgram) throws -> [ProcessListing] {
    let outcome = try Program.run(
      [FakePackage.tool, "list", "--json"], environment: ["TIDEMARK_DIR": watched.folder])
    return try JSONDecoder().decode([ProcessListing].self, from: Data(outcome.output.utf8))
  }

  @Test(arguments: isSanitized ? [""] : ["", "--heap"]) func aProgramIsWatchedAndKeepsWhatItHas(
    _ option: String
  ) throws {
    let program = try start("run \(option) -- '\(Self.plain)' --help -x 'a b'")
    try program.awaitLine("ready")
    let listing = try #require(try list(program).first)
    // The command has become the program.
    #expect(listing.pid == program.pid && listing.name == "TidemarkPlain")
    // Those that wait, and the one that reads the input.
    #expect(listing.tasks == 26)
    #expect(try program.order("hello", answer: "line") == "line hello")
    #expect(program.output.contains("arguments --help -x a b\n"))
    // Neither it nor its children see what was loaded.
    #expect(program.output.contains("preload none\n"))
    #expect(program.output.contains("child none\n"))
    let watch = try Program.run(
      [FakePackage.tool, "watch", "--json", "-n1"],
      environment: ["TIDEMARK_DIR": program.folder])
    #expect(watch.output.contains("\"allocations\":\"") == option.isEmpty)
    try program.close()
    #expect(try program.finish().code == 7)
    #expect(program.files.isEmpty)
  }

  @Test func aGivenPreloadIsKept() throws {
    let other = try #require(
      [
        "/lib/x86_64-linux-gnu/libdl.so.2", "/lib/aarch64-linux-gnu/libdl.so.2",
        "/lib64/libdl.so.2",
      ]
      .first { FileManager.default.fileExists(atPath: $0) })
    let program = try start("run '\(Self.plain)'", variables: ["LD_PRELOAD": other])
    try program.awaitLine("ready")
    #expect(program.output.contains("preload \(other)\n"))
    #expect(program.output.contains("child \(other)\n"))
    #expect(try list(program).count == 1)
  }

  @Test func aSignalReachesTheProgram() throws {
    let program = try start("run -- '\(Self.plain)'")
    try program.awaitLine("ready")
    program.signal(SIGTERM)
    #expect(try program.finish().code == 128 + SIGTERM)
  }

  @Test func nothingIsLoadedWhenTheProbeIsOff() throws {
    let program = try start("run -- '\(Self.plain)'", variables: ["TIDEMARK": "off"])
    try program.awaitLine("ready")
    #expect(try list(program).isEmpty)
    #expect(
      try String(contentsOfFile: "/proc/\(program.pid)/maps", encoding: .utf8)
        .contains("TidemarkPreload") == false)
  }

  @Test func whatCannotBeWatchedRunsAndSaysWhy() throws {
    let package = try FakePackage()
    try package.writeProgram("#!/bin/sh\nexit 5\n", to: "script")
    let script = try package.run("run", "--", package.path("script"))
    #expect(script.code == 5)
    #expect(script.errors.contains("is a script; run the program that it starts"))
    let shell = try package.run("run", "--", "sh", "-c", "echo $0 $1; exit 6", "a", "b")
    #expect(shell.code == 6 && shell.output == "a b\n")
    #expect(shell.errors.contains("is not linked to the Swift runtime"))
    // It becomes another program, or starts one.
    try package.copyProgram(Self.plain, to: "tools/swift")
    let swift = try package.run("run", "--", package.path("tools/swift"))
    #expect(swift.errors.contains("swift starts the program, and only what is named here"))
    #expect(try package.run("run", "nowhere").code == 127)
    #expect(try package.run("run", package.path("Package.swift")).code == 126)
    #expect(try package.run("run", package.root).code == 126)
  }

  @Test func aFolderThatCannotBeUsedDoesNotStopTheProgram() throws {
    for folder in ["/proc", "/proc/none", "/dev/null"] {
      let program = try start("run -- '\(Self.plain)'", variables: ["TIDEMARK_DIR": folder])
      try program.awaitLine("ready")
      try program.close()
      let outcome = try program.finish()
      #expect(outcome.code == 7)
      #expect(outcome.errors.contains("tidemark: the process can't be watched: "))
      #expect(outcome.errors.contains(folder) && outcome.errors.contains("set TIDEMARK_DIR"))
    }
  }

  @Test func theLibraryIsBuiltWhereItIsMissing() throws {
    let package = try FakePackage()
    let tool = package.path("tools/tidemark")
    try package.copyProgram(FakePackage.tool, to: "tools/tidemark")
    let outcome = try Program.run(
      [tool, "run", "--", Self.plain], in: package.root,
      environment: ["PATH": "\(package.root)/bin:/usr/bin:/bin"])
    #expect(outcome.code == 4 && outcome.output.isEmpty)
    #expect(package.calls == ["build --product TidemarkPreload -c release --quiet"])
    #expect(outcome.errors.contains("can't be built here"))
  }

  @Test func filesAreTakenForWhatTheyAre() throws {
    let own = try #require(ElfFile(Array(try Data(contentsOf: URL(fileURLWithPath: Self.plain)))))
    #expect(own.interpreter?.contains("ld-linux") == true)
    #expect(own.needed.contains("libswiftCore.so") && own.hasSwift && !own.runPath.isEmpty)
    let shell = try #require(ElfFile(Array(try Data(contentsOf: URL(fileURLWithPath: "/bin/sh")))))
    #expect(shell.machine == own.machine && !shell.hasSwift)
    func examine(_ path: String) -> Injection {
      Injection.examine(path, machine: own.machine, variables: [:])
    }
    #expect(examine(Self.plain) == .possible)
    #expect(Injection.examine(Self.plain, machine: 8, variables: [:]) != .possible)
    // What the libraries bring along counts, too.
    let libraries = Libraries(of: shell, at: "/bin/sh", variables: [:])
    #expect(libraries.found.contains("libc.so.6") && libraries.unknown.isEmpty)
    var missing = own
    missing.runPath = []
    #expect(Libraries(of: missing, at: "/", variables: [:]).unknown.contains("libswiftCore.so"))
  }

  @Test func noFileIsATrap() throws {
    let bytes = Array(
      try Data(contentsOf: URL(fileURLWithPath: "\(FakePackage.bin)/TidemarkPlain")))
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      var copy = Array(bytes.prefix(4096))
      for _ in 0..<8 { copy[Int.random(in: 0..<copy.count, using: &random)] = 0xFF }
      if let file = ElfFile(copy) { #expect(file.needed.count < 100) }
    }
    #expect(ElfFile([]) == nil && ElfFile(Array("\u{7F}ELF".utf8)) == nil)
  }
}
