import Testing
import TidemarkBaselines

@testable import TidemarkCommand

@Suite struct BuildingTests {
  private let entry = WorktreeState.Entry(path: "/w", head: "aaa")

  private func refuses(_ state: WorktreeState, _ words: String) -> Bool {
    if case .refuse(let reason) = state.plan(for: "aaa") { reason.contains(words) } else { false }
  }

  @Test func freePlaceIsUsed() {
    #expect(WorktreeState(path: "/w").plan(for: "aaa") == .make)
    // Git still knows a worktree whose folder somebody removed.
    #expect(WorktreeState(path: "/w", entry: entry).plan(for: "aaa") == .makeAnew)
  }

  @Test func ownWorktreeIsReusedOrMadeAnew() {
    var state = WorktreeState(path: "/w", isOccupied: true, entry: entry, isOurs: true)
    #expect(state.plan(for: "aaa") == .reuse)
    #expect(refuses(state, "no branch has") == false)
    state.isHeadKept = true
    #expect(state.plan(for: "bbb") == .makeAnew)
    state.isHalfMade = true
    state.changes = ["a"]
    #expect(state.plan(for: "aaa") == .makeAnew)
  }

  @Test func nothingOfTheUsersIsTouched() {
    #expect(refuses(WorktreeState(path: "/w", isOccupied: true), "/w is in the way"))
    var state = WorktreeState(path: "/w", isOccupied: true, entry: entry)
    #expect(refuses(state, "this command did not make"))
    state.isOurs = true
    state.changes = ["a", "b", "c", "d"]
    #expect(refuses(state, "has changes (a, b, c, …)"))
    state.changes = []
    state.entry?.head = "bbb"
    #expect(refuses(state, "a commit that no branch has"))
    state.entry?.lock = "on a stick"
    #expect(refuses(state, "is locked (on a stick)"))
  }

  @Test func listOfWorktreesIsRead() {
    let text = """
      worktree /home/me/feed
      HEAD aaa
      branch refs/heads/main

      worktree /home/me/my feed
      HEAD bbb
      detached
      locked on a stick

      worktree /home/me/old
      HEAD ccc
      detached
      locked

      """
    #expect(
      WorktreeState.entries(text) == [
        .init(path: "/home/me/feed", head: "aaa"),
        .init(path: "/home/me/my feed", head: "bbb", lock: "on a stick"),
        .init(path: "/home/me/old", head: "ccc", lock: ""),
      ])
  }

  @Test func benchmarksAreExecutablesThatUseTheLibrary() throws {
    let text = """
      {
        "products": [
          {"name": "direct", "type": {"executable": null}, "targets": ["Direct"]},
          {"name": "indirect", "type": {"executable": null}, "targets": ["Indirect"]},
          {"name": "other", "type": {"executable": null}, "targets": ["Other"]},
          {"name": "Helpers", "type": {"library": ["automatic"]}, "targets": ["Helpers"]}
        ],
        "targets": [
          {"name": "Direct", "product_dependencies": ["TidemarkBenchmark"]},
          {"name": "Indirect", "target_dependencies": ["Helpers", "Indirect"]},
          {"name": "Helpers", "target_dependencies": ["TidemarkBenchmark"]},
          {"name": "Other", "product_dependencies": ["Tidemark"]}
        ]
      }
      """
    let description = try PackageDescription(parsing: Array(text.utf8))
    #expect(description.benchmarks == ["direct", "indirect"])
    #expect(description.executables.keys.sorted() == ["direct", "indirect", "other"])
  }

  @Test func buildsAreOptimisedUnlessAsked() {
    let errand = Errand(
      .sample, folder: "/f", progress: ProgressLine(isLive: false), isVerbose: false)
    func build(_ arguments: String...) -> ReleaseBuild {
      ReleaseBuild(errand: errand, arguments: arguments)
    }
    #expect(build().options == ["-c", "release"])
    #expect(
      build("-Xswiftc", "-Ounchecked").options == ["-c", "release", "-Xswiftc", "-Ounchecked"])
    #expect(build("--configuration", "debug").options == ["--configuration", "debug"])
    #expect(build("--configuration=debug").options == ["--configuration=debug"])
    #expect(
      build("--traits", "GoogleBenchmark", "-j", "2").descriptionOptions
        == ["--traits", "GoogleBenchmark"])
    #expect(build("--traits=A", "--enable-all-traits").descriptionOptions.count == 2)
  }
}
