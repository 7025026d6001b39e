import Foundation
import TestSupport
import Testing
import TidemarkBaselines

@testable import TidemarkCommand

@Suite struct BenchTests {
  private let package: BenchPackage

  init() throws {
    package = try BenchPackage()
  }

  @Test func slowdownIsFoundAndTheCheckoutUntouched() throws {
    try package.write("110", to: "time")
    let before = try package.checkout()
    let outcome = try package.run("--against", "main", "--seed", "5", "--all")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("✘ decode"))
    #expect(outcome.output.contains("seed 5"))
    #expect(outcome.output.contains("working copy (\(try package.head().prefix(7)) with changes)"))
    #expect(try package.checkout() == before)
    #expect(try package.git("worktree", "list").split(separator: "\n").count == 1)
    #expect(!package.exists(package.path(".build/tidemark/against")))
    let builds = package.calls.filter { $0.hasPrefix("build") && $0.contains("--product") }
    #expect(builds == Array(repeating: "build -c release --product feeding", count: 2))
    // Each round runs each side once, and not always in the same order.
    let worktree = try package.worktree()
    let sides = package.runs.prefix(22).map { $0.hasPrefix("\(worktree) ") }
    #expect(sides.count == 22 && sides.count { $0 } == 11)
    let rounds = stride(from: 0, to: 22, by: 2).map { [sides[$0], sides[$0 + 1]] }
    #expect(rounds.allSatisfy { Set($0).count == 2 } && Set(rounds).count == 2)
  }

  @Test func slowdownHasToShowAgain() throws {
    try package.write("110", to: "time")
    try package.write("say (a+b)*[c]{2}|^.$", to: "name")
    try package.git("add", "-A")
    try package.commit("Say")
    try package.write("130", to: "time")
    let outcome = try package.run("--against", "HEAD", "--seed", "5")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("session 2 alone: slower"), "\(outcome.output)")
    #expect(outcome.output.contains("1 benchmark run again"))
    let words = "confirming say (a+b)*[c]{2}|^.$, round 11 of 11"
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
    // The second session is as long as the first, and of this one benchmark alone.
    let runs = package.runs
    let filter = #"--benchmark_filter=^(say \(a\+b\)\*\[c]\{2}\|\^\.\$)$"#
    #expect(runs.count == 44)
    #expect(runs.map { $0.hasSuffix(filter) } == (0..<44).map { $0 >= 22 })
    let place = try package.worktree()
    let sides = runs.map { $0.hasPrefix("\(place) ") }
    #expect(sides.suffix(22).count { $0 } == 11 && sides.prefix(22) != sides.suffix(22))
  }

  @Test func slowdownOfOneSessionIsNotConfirmed() throws {
    try package.write("110", to: "time")
    try package.write("", to: "once")
    let file = package.path("outputs-report.json")
    let outcome = try package.run("--against", "main", "--format", "json", "--output", file)
    #expect(outcome.code == 0, "\(outcome.output)")
    #expect(outcome.output.contains("△ decode"))
    #expect(outcome.output.contains("slower, not confirmed"))
    #expect(outcome.output.contains("session 2 alone: no difference shown"))
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    let report = try JSONDecoder().decode(BenchmarkJSONReport.self, from: data)
    let decode = try #require(report.benchmarks.first)
    #expect(report.verdict == "clean" && report.settings.confirm == 1)
    #expect(decode.verdict == "notConfirmed" && !decode.regression)
    #expect(decode.repeats?.map(\.verdict) == ["noDifferenceShown"])
    #expect(decode.repeats?.first?.before.count == 11 && package.runs.count == 44)
  }

  @Test func sessionsThatConfirmAreCounted() throws {
    try package.write("110", to: "time")
    let none = try package.run("--against", "main", "--confirm", "0")
    #expect(none.code == 1 && package.runs.count == 22)
    #expect(none.output.contains("nothing run again"))
    let three = try package.run("--against", "main", "--confirm", "3", "--format", "github")
    #expect(three.code == 1 && package.runs.count == 22 + 4 * 22)
    #expect(three.output.contains("session 4 alone: slower"))
    #expect(three.errors.contains("confirming decode (3 of 3), round 1 of 11"))
  }

  @Test func whatDoesNotRunAgainIsNoVerdict() throws {
    try package.write("110", to: "time")
    try package.write("", to: "leaves")
    let outcome = try package.run("--against", "main")
    #expect(outcome.code == 4, "\(outcome.output)")
    #expect(outcome.output.contains("session 2: feeding: decode did not run again"))
  }

  @Test func speedupAndNoChangeAreClean() throws {
    let same = try package.run("--against", "HEAD", "--repetitions", "9")
    #expect(same.code == 0, "\(same.errors)")
    #expect(same.output.contains("no difference shown in 1 benchmark"))
    try package.write("80", to: "time")
    let faster = try package.run("--against", "HEAD", "--format", "github", "--repetitions", "9")
    #expect(faster.code == 0 && faster.output.isEmpty)
    // The processor time did not change.
    try package.write("130", to: "time")
    #expect(try package.run("--against", "HEAD", "--time", "cpu").code == 0)
    #expect(try package.run("--against", "HEAD", "--tolerance", "40").code == 0)
  }

  @Test func riseOfACountIsARegression() throws {
    try package.write("4", to: "allocations")
    let file = package.path("outputs-report.json")
    let outcome = try package.run(
      "--against", "main", "--format", "json", "--output", file, "--pin", "0")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("allocations 3 → 4 (+1, exact)"))
    let data = try Data(contentsOf: URL(fileURLWithPath: file))
    let report = try JSONDecoder().decode(BenchmarkJSONReport.self, from: data)
    #expect(report.verdict == "regression" && report.settings.pinned == "0")
    #expect(report.before.commit == (try package.head()))
    #expect(report.benchmarks.first?.before.count == 11)
  }

  @Test func packageInAFolderOfItsRepository() throws {
    let package = try BenchPackage(folder: "packages/feed")
    try package.write("110", to: "time")
    let outcome = try package.run("--against", "main")
    #expect(outcome.code == 1, "\(outcome.errors)")
    let sides = Set(package.runs.compactMap { $0.split(separator: " ").first.map(String.init) })
    #expect(sides == [package.root, "\(try package.worktree())/packages/feed"])
  }

  @Test func otherPlaceAndKeptWorktree() throws {
    let place = package.path(".build/elsewhere/feed")
    #expect(try package.run("--against", "main", "--worktree", place, "--keep").code == 0)
    #expect(package.exists("\(place)/program.sh"))
    #expect(package.runs.contains { $0.hasPrefix(place) })
    try package.write("1", to: ".build/elsewhere/feed/.build/mark")
    #expect(try package.run("--against", "main", "--worktree", place, "--keep").code == 0)
    #expect(package.exists("\(place)/.build/mark"))
    // The same place takes another commit, and without --keep it goes away.
    try package.write("200", to: "time")
    try package.git("add", "-A")
    try package.commit("Slow")
    #expect(try package.run("--against", "HEAD", "--worktree", place).code == 0)
    #expect(!package.exists(place))
    #expect(try package.git("worktree", "list").split(separator: "\n").count == 1)
  }

  @Test func dependenciesAreTheSameOnBothSides() throws {
    try package.write("{}", to: "Package.resolved")
    let place = try package.worktree()
    #expect(try package.run("--against", "main", "--keep").code == 0)
    #expect(try String(contentsOfFile: "\(place)/Package.resolved", encoding: .utf8) == "{}")
    // What a build or this command writes there is no change of the user's.
    try package.write("{ }", to: "Package.resolved")
    #expect(try package.run("--against", "main", "--keep").code == 0)
    #expect(try String(contentsOfFile: "\(place)/Package.resolved", encoding: .utf8) == "{ }")
    try package.git("add", "-A")
    try package.commit("Versions")
    try package.write("{}", to: "Package.resolved")
    let committed = try package.worktree()
    #expect(try package.run("--against", "main", "--keep").code == 0)
    #expect(try String(contentsOfFile: "\(committed)/Package.resolved", encoding: .utf8) == "{ }")
  }

  @Test func probeIsComparedWithoutARepository() throws {
    try FileManager.default.removeItem(atPath: package.path(".git"))
    let outcome = try package.run("--probe")
    #expect(outcome.code == 1, "\(outcome.errors)")
    #expect(outcome.output.contains("probe off → probe on"))
    #expect(outcome.output.contains("✘ decode"))
    #expect(outcome.output.contains("off: TIDEMARK=off; on: TIDEMARK=check; time on the clock"))
    #expect(outcome.output.contains("above 2 %"))
    #expect(outcome.output.contains("the probe costs 1 benchmark more than 2 %"))
    #expect(package.runs.count == 22)
    let variables = try #require(package.fake("environment-check")).split(separator: "\n")
    #expect(variables.contains("SWIFT_DETERMINISTIC_HASHING=1"))
    #expect(package.fake("environment-off") != nil && package.fake("environment-none") == nil)
    #expect(package.calls.count { $0.contains("--product") } == 1)
  }

  /// Both sides of either comparison are there in the engine's own format.
  @Test(arguments: [["--against", "main"], ["--probe"]])
  func engineFilesOfBothSides(sides: [String]) throws {
    let folder = package.path("outputs-engine/feed")
    let outcome = try package.start(
      ["bench", "--engine-json", folder, "--tolerance", "200"] + sides
    ).finish()
    #expect(outcome.code == 0, "\(outcome.errors)")
    let times = try ["before", "after"].map { side in
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(side).json"))
      let file = try JSONDecoder().decode(EngineFileText.self, from: data)
      #expect(file.benchmarks.map(\.index) == Array(0..<11))
      #expect(file.benchmarks.allSatisfy { $0.name == "decode" && $0.repetitions == 11 })
      return file.benchmarks.map(\.time)
    }
    let isProbe = sides == ["--probe"]
    #expect(times[0].allSatisfy { (100..<101).contains($0) })
    #expect(times[1].allSatisfy { (isProbe ? 200..<201 : 100..<101).contains($0) })
  }

  /// Benchmarks of one name in two products are two, each with repetitions of its own.
  @Test func engineFilesTellProductsApart() throws {
    try package.write(BenchPackage.descriptionOfTwo, to: "description.json")
    let folder = package.path("outputs-engine")
    let outcome = try package.run("--engine-json", folder, "--probe", "--tolerance", "200")
    #expect(outcome.code == 0, "\(outcome.errors)")
    for side in ["before", "after"] {
      let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(side).json"))
      let file = try JSONDecoder().decode(EngineFileText.self, from: data)
      let series = Dictionary(grouping: file.benchmarks, by: \.name)
      #expect(series.keys.sorted() == ["brewing: decode", "feeding: decode"])
      #expect(series.values.allSatisfy { $0.map(\.index) == Array(0..<11) })
      #expect(file.benchmarks.allSatisfy { $0.repetitions == 11 })
    }
  }

  private struct EngineFileText: Decodable {
    struct Entry: Decodable {
      var name: String
      var repetitions: Int
      var index: Int
      var time: Double

      enum CodingKeys: String, CodingKey {
        case name = "run_name"
        case repetitions
        case index = "repetition_index"
        case time = "real_time"
      }
    }
    var benchmarks: [Entry]
  }

  @Test func benchmarksOfOneSideAreListed() throws {
    try package.write("", to: "extra")
    let outcome = try package.run("--against", "main")
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("only after: extra"))
  }

  @Test func whatFailsIsShown() throws {
    try package.write("", to: "skips")
    let skipped = try package.run("--against", "main")
    #expect(skipped.code == 2)
    #expect(skipped.output.contains("✘ decode was skipped with an error (after): no feed"))
    try package.write("", to: "crashes")
    let crashed = try package.run("--against", "main")
    #expect(crashed.code == 2)
    #expect(crashed.output.contains("exit status 3") && crashed.errors.contains("the feed is gone"))
    #expect(package.exists(package.path(".build/tidemark/against")) == false)
    try FileManager.default.removeItem(atPath: package.path("crashes"))
    try package.write("", to: "silent")
    let silent = try package.run("--against", "main")
    #expect(silent.code == 2 && silent.output.contains(": no results; it has to"))
    try package.write("", to: "broken")
    let broken = try package.run("--against", "main")
    #expect(broken.code == 2)
    #expect(broken.output.contains("feeding could not be built in \(package.root)"))
    #expect(broken.errors.contains("error: no such feed"))
  }

  @Test func hooksOfGitAreLeftAlone() throws {
    try package.write("#!/bin/sh\ntouch '\(package.path("fake/hooked"))'\n", to: "fake/hook")
    try package.git("config", "core.hooksPath", package.path("fake"))
    try FileManager.default.copyItem(
      atPath: package.path("fake/hook"), toPath: package.path("fake/post-checkout"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: package.path("fake/post-checkout"))
    // As in a hook, where these lead every git to the user's checkout.
    let variables = [
      "GIT_DIR": package.path(".git"), "GIT_INDEX_FILE": package.path(".git/index"),
      "GIT_WORK_TREE": package.root,
    ]
    let before = try package.checkout()
    let outcome = try package.run("--against", "main", variables: variables)
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(try package.checkout() == before)
    #expect(package.fake("hooked") == nil)
  }

  @Test(arguments: [
    ([], "either --against REVISION or --probe"),
    (["--against", "main", "--probe"], "either --against REVISION or --probe"),
    (["--against", "main", "--repetitions", "8"], "at least 9"),
    (["--against", "main", "--tolerance", "-1"], "--tolerance"),
    (["--against", "main", "--alpha", "0"], "--alpha"),
    (["--against", "main", "--min-time", "0"], "--min-time"),
    (["--against", "main", "--pin", "x"], "--pin"),
    (["--against", "main", "--confirm", "-1"], "--confirm"),
    (["--probe", "--confirm", "1"], "--confirm belongs to --against"),
    (["--probe", "--keep"], "--probe makes no worktree"),
    (["--against", "main", "--", "--scratch-path", "/x"], "--scratch-path cannot be passed on"),
  ]) func wrongUsage(arguments: [String], words: String) throws {
    let outcome = try package.start(["bench"] + arguments).finish()
    #expect(outcome.code == 64)
    #expect(outcome.errors.contains(words))
    #expect(package.calls.isEmpty)
  }

  @Test(arguments: [
    (["--against", "nothing"], "no commit 'nothing'"),
    (["--against", "--all"], "no commit '--all'"),
    (["--against", "main", "--product", "other"], "no executable product other; it has feeding"),
    (["--against", "main", "--pin", "4095"], "cannot be kept on the processors 4095"),
    (["--against", "main", "--output", "/nowhere/report"], "/nowhere/report"),
  ]) func errorsSayWhatToDo(arguments: [String], words: String) throws {
    // A value that begins with a dash has to be joined to its option.
    let joined = arguments[1] == "--all" ? ["--against=--all"] : arguments
    let outcome = try package.start(["bench"] + joined).finish()
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains(words), "\(outcome.errors)")
  }

  @Test func packageWithoutBenchmarks() throws {
    try package.write(
      #"{"products": [{"name": "tool", "type": {"executable": null}, "targets": []}]}"#,
      to: "description.json")
    let outcome = try package.run("--against", "main")
    #expect(outcome.code == 4)
    #expect(outcome.errors.contains("with --product (it has tool)"))
  }

  @Test func productThatIsNewHasNothingToCompare() throws {
    try package.write(
      """
      {"products": [{"name": "feeding", "type": {"executable": null}, "targets": ["F"]}],
       "targets": [{"name": "F", "product_dependencies": ["TidemarkBenchmark"]}]}
      """, to: "description.json")
    try package.git("rm", "-q", "--cached", "description.json")
    try package.commit("No products")
    let worktreeOnly = try package.run("--against", "HEAD")
    // The old revision cannot even be described.
    #expect(worktreeOnly.code == 2)
    #expect(worktreeOnly.output.contains("swift package describe failed"))
  }
}
