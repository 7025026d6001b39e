import TidemarkBaselines

/// Does what the command asks for: builds both sides, runs them, compares, and tidies up.
struct BenchmarkComparing {
  let command: BenchCommand
  let host: Host
  /// The folder of the package.
  let root: String
  let errand: Errand

  private var progress: ProgressLine { errand.progress }

  /// Returns the report of the whole comparison.
  func report() throws -> BenchmarkReport {
    let settings = command.settings
    let runner = BenchmarkRunner(
      errand: errand, settings: settings, pin: command.pin,
      timeout: command.timeout.map { .seconds($0) })
    try runner.checkPin()
    var report = BenchmarkReport(
      before: .init(title: "before"), after: .init(title: "after"), settings: settings,
      machine: .current)
    do {
      if let revision = command.against {
        try compare(with: revision, runner, &report)
      } else {
        try compareProbe(runner, &report)
      }
    } catch let error as BuildFailed {
      progress.abandon()
      Console.error(error.output, terminator: "")
      report.problems.append(
        ([error.words] + (error.advice.map { [$0] } ?? [])).joined(separator: "; "))
      report.hasFailed = true
    } catch let error as ProgramFailed {
      progress.abandon()
      if let log = error.log { errand.show(log) }
      report.problems.append(error.words)
      report.hasFailed = true
    }
    if !report.outcomes.isEmpty, report.machine.isBusy, let load = report.machine.load {
      report.remarks.append(
        "the machine was busy (load \(BenchmarkWords.number(load, decimals: 1)) on "
          + "\(report.machine.processors) processors): times scatter, and less can be told")
    }
    return report
  }

  /// Holds the checkout against a revision.
  private func compare(
    with revision: String, _ runner: BenchmarkRunner, _ report: inout BenchmarkReport
  ) throws {
    let repository = try Repository(errand, root: root)
    let commit = try repository.commit(revision)
    report.before = .init(
      title: try repository.title(commit, revision: revision), commit: commit)
    report.after = .init(title: try repository.title())
    let build = ReleaseBuild(errand: errand, arguments: command.arguments)
    let products = try chosen(build)
    progress.begin("building \(report.after.title)")
    let after = Contender(
      title: report.after.title, programs: try build.build(products, in: root), directory: root)
    progress.end()

    let place =
      command.worktree.map(host.absolute) ?? "\(root)/.build/tidemark/against/\(commit)"
    progress.begin("checking out \(report.before.title)")
    let worktree = try Worktree(repository, commit: commit, at: place)
    progress.end()
    defer { if !command.keep { worktree.remove() } }
    guard Files.exists("\(worktree.package)/Package.swift") else {
      throw BuildFailed(words: "\(report.before.title) has no such package", output: "")
    }
    try worktree.pinDependencies()
    let old = try build.describe(worktree.package).executables
    let missing = products.filter { old[$0] == nil }
    report.remarks += missing.map { "\(report.before.title) has no product \($0)" }
    progress.begin("building \(report.before.title)")
    let before = Contender(
      title: report.before.title, commit: commit,
      programs: try build.build(products.filter { old[$0] != nil }, in: worktree.package),
      directory: worktree.package)
    progress.end()
    guard !before.programs.isEmpty else { return }
    try run(runner, before, after, &report)
  }

  /// Holds programs with the probe against the same without.
  private func compareProbe(
    _ runner: BenchmarkRunner, _ report: inout BenchmarkReport
  ) throws {
    report.before = .init(title: "probe off", environment: ["TIDEMARK": "off"])
    report.after = .init(title: "probe on", environment: ["TIDEMARK": "check"])
    let build = ReleaseBuild(errand: errand, arguments: command.arguments)
    let products = try chosen(build)
    progress.begin("building")
    let programs = try build.build(products, in: root)
    progress.end()
    let sides = [report.before, report.after].map { party in
      Contender(
        title: party.title, programs: programs, environment: party.environment, directory: root)
    }
    try run(runner, sides[0], sides[1], &report)
  }

  private func run(
    _ runner: BenchmarkRunner, _ before: Contender, _ after: Contender,
    _ report: inout BenchmarkReport
  ) throws {
    let samples = try runner.samples(before: before, after: after)
    if let folder = command.engineJSON.map(host.absolute) {
      let files = (before: samples.before.file, after: samples.after.file)
      // The same on both sides: a script pairs what has one name.
      let hasSeveral = files.before.products.union(files.after.products).count > 1
      try Files.replace(
        "\(folder)/before.json", with: files.before.bytes(namesProducts: hasSeveral))
      try Files.replace("\(folder)/after.json", with: files.after.bytes(namesProducts: hasSeveral))
    }
    report.compare(before: samples.before, after: samples.after)
    if samples.before.series.isEmpty, samples.after.series.isEmpty {
      report.problems.append(
        command.filter.map { "no benchmark matches '\($0)'" } ?? "the programs have no benchmarks")
    }
    // One more than the sessions there may be, so that none is run when none is asked for.
    for session in 2..<(report.settings.confirm + 2) {
      let suspects = report.suspects
      if suspects.isEmpty { break }
      let again = try runner.samples(before: before, after: after, session: session, of: suspects)
      report.confirm(before: again.before, after: again.after)
    }
  }

  /// Returns the products that the user named, or those that have benchmarks.
  private func chosen(_ build: ReleaseBuild) throws -> [String] {
    let description = try build.describe(root)
    if command.product.isEmpty {
      let found = description.benchmarks
      if found.isEmpty { throw NoBenchmarks(executables: description.executables.keys.sorted()) }
      return found
    }
    for name in command.product where description.executables[name] == nil {
      throw NoProduct(name: name, executables: description.executables.keys.sorted())
    }
    return Set(command.product).sorted()
  }

  /// A package without an executable that is known to have benchmarks.
  struct NoBenchmarks: Error, CustomStringConvertible {
    var executables: [String]
    var description: String {
      let names = executables.isEmpty ? "" : " (it has \(executables.joined(separator: ", ")))"
      return "no executable product of the package depends on \(PackageDescription.library); name "
        + "one that takes the flags of Google Benchmark with --product\(names)"
    }
  }

  /// A product that is not there.
  struct NoProduct: Error, CustomStringConvertible {
    var name: String
    var executables: [String]
    var description: String {
      let names = executables.isEmpty ? "none" : executables.joined(separator: ", ")
      return "the package has no executable product \(name); it has \(names)"
    }
  }
}
