import TidemarkBaselines

/// Runs the programs of both contenders in turns, each round in processes of its own.
struct BenchmarkRunner {
  let errand: Errand
  let settings: BenchmarkReport.Settings
  var pin: ProcessorSet?
  /// After how long a process is given up.
  var timeout: Duration?

  /// Runs all rounds of a session.
  ///
  /// - Parameters:
  ///   - session: The number of the session, from 1; each has an order of its own.
  ///   - names: The benchmarks to run, or nil for all that the settings choose.
  func samples(
    before: Contender, after: Contender, session: Int = 1, of names: Set<BenchmarkName>? = nil
  ) throws -> (before: BenchmarkSamples, after: BenchmarkSamples) {
    let all = Set(before.programs.keys).union(after.programs.keys)
    let products = (names.map { Set($0.map(\.product)) } ?? all).sorted()
    let schedule = BenchmarkSchedule(
      products: products, rounds: settings.rounds, seed: settings.seed &+ UInt64(session - 1))
    let title = names.map { "\(Self.confirmation(of: $0, session, settings)), " } ?? ""
    var samples: [Side: BenchmarkSamples] = [.before: .init(), .after: .init()]
    let begin = ContinuousClock.now
    for (index, round) in schedule.rounds.enumerated() {
      let name = "\(title)round \(index + 1) of \(settings.rounds)"
      errand.progress.begin(name + Self.remaining(begin, done: index, of: settings.rounds))
      for run in round {
        let contender = run.side == .before ? before : after
        guard let program = contender.programs[run.product] else { continue }
        let wanted = names?.filter { $0.product == run.product }.map(\.name)
        let filter = wanted.flatMap { BenchmarkName.pattern($0) } ?? settings.filter
        let document = try document(program, run, contender, name, filter: filter)
        samples[run.side, default: .init()].add(
          BenchmarkReading.read(document), product: run.product)
        samples[run.side]?.file.add(document, product: run.product)
      }
      errand.progress.end()
    }
    return (samples[.before] ?? .init(), samples[.after] ?? .init())
  }

  /// Fails when the kernel does not let programs run on the chosen processors.
  func checkPin() throws {
    guard let pin else { return }
    let answer: (status: ChildStatus, output: [UInt8], errors: String)
    do {
      answer = try errand.ask(pin.command + ["cat", "/proc/self/status"], in: "/")
    } catch is ChildError {
      throw PinRefused(pin: pin, reason: "taskset is missing; it is in the package util-linux")
    }
    guard answer.status == .exited(0) else {
      throw PinRefused(
        pin: pin, reason: answer.errors.split(separator: "\n").joined(separator: " "))
    }
    let lines = String(decoding: answer.output, as: UTF8.self).split(separator: "\n")
    let field = "Cpus_allowed_list:"
    let allowed = lines.first { $0.hasPrefix(field) }.flatMap { line in
      ProcessorSet(argument: line.dropFirst(field.count).filter { !$0.isWhitespace })
    }
    // The kernel silently leaves out what is not there.
    if allowed != pin {
      throw PinRefused(
        pin: pin, reason: "the kernel allows only \(allowed.map(\.description) ?? "others")")
    }
  }

  /// Returns the arguments of one process.
  func arguments(_ program: String, output: String, filter: String?) -> [String] {
    var arguments =
      (pin?.command ?? []) + [
        program, "--benchmark_out=\(output)", "--benchmark_out_format=json",
        "--benchmark_repetitions=1", "--benchmark_enable_random_interleaving=true",
      ]
    if let filter { arguments.append("--benchmark_filter=\(filter)") }
    if let time = settings.minimumTime { arguments.append("--benchmark_min_time=\(time)") }
    return arguments
  }

  /// Runs one process and returns what it wrote.
  private func document(
    _ program: String, _ run: BenchmarkSchedule.Run, _ contender: Contender, _ round: String,
    filter: String?
  ) throws -> JSONObject {
    let output = errand.path("json")
    // Seeds of dictionaries would show in exact counts, and folders that differ in nothing else.
    let adding = ["SWIFT_DETERMINISTIC_HASHING": "1"].merging(contender.environment) { $1 }
    let words = "\(run.product) of \(contender.title), \(round)"
    let result: Errand.Result
    do {
      result = try errand.run(
        arguments(program, output: output, filter: filter), in: contender.directory, adding: adding,
        removing: ["TIDEMARK_RESULTS", "TIDEMARK_DETAIL", "PWD", "OLDPWD"], timeout: timeout,
        detail: { _ in "\(run.product) · \(run.side.rawValue)" })
    } catch let error as ProgramHangs {
      throw ProgramFailed(words: "\(words): \(error)", log: nil)
    }
    switch result.status {
    case .exited(0): break
    case .exited(let code):
      throw ProgramFailed(words: "\(words): exit status \(code)", log: result.log)
    case .signalled(let number):
      throw ProgramFailed(
        words: "\(words): killed by \(ChildStatus.name(ofSignal: number))", log: result.log)
    }
    guard let bytes = try Files.read(output) else {
      throw ProgramFailed(
        words: "\(words): no results; it has to take the flags of Google Benchmark",
        log: result.log)
    }
    do {
      return try BenchmarkReading.document(bytes)
    } catch {
      let place = error.line.map { " (line \($0))" } ?? ""
      throw ProgramFailed(
        words: "\(words): results that are not those of Google Benchmark\(place)", log: result.log)
    }
  }

  /// Returns what a session is for that runs some benchmarks again.
  static func confirmation(
    of names: Set<BenchmarkName>, _ session: Int, _ settings: BenchmarkReport.Settings
  ) -> String {
    let what = BaselineText.counted(names.count, "benchmark")
    let only = names.count == 1 ? names.first.map { BaselineText.printable($0.name) } : nil
    let which = settings.confirm > 1 ? " (\(session - 1) of \(settings.confirm))" : ""
    return "confirming \(only ?? what)\(which)"
  }

  private static func remaining(
    _ begin: ContinuousClock.Instant, done: Int, of rounds: Int
  ) -> String {
    guard done > 0 else { return "" }
    let left = (ContinuousClock.now - begin) / done * (rounds - done)
    let seconds = Int(left.components.seconds)
    return seconds < 90 ? " · \(seconds) s left" : " · \((seconds + 30) / 60) min left"
  }
}

/// A benchmark program that did not do its work.
struct ProgramFailed: Error {
  var words: String
  /// The file with what it printed.
  var log: String?
}

/// Processors that the kernel does not give.
struct PinRefused: Error, CustomStringConvertible {
  var pin: ProcessorSet
  var reason: String
  var description: String { "programs cannot be kept on the processors \(pin): \(reason)" }
}
