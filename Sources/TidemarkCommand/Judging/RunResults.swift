import TidemarkBaselines

/// What all test processes of one run wrote, read and merged.
struct RunResults {
  /// A test's worst figures with the environment of its process.
  struct Measured: Hashable {
    var measurement: TestMeasurement
    var environment: Environment
  }

  /// The files that could be read.
  let files: [ResultFile]
  /// Each test once, sorted.
  let measured: [Measured]
  /// What is wrong with the run, in sentences for the report.
  var problems: [String]

  init(files: [ResultFile], problems: [String] = []) {
    self.files = files
    measured = Self.merged(files)
    self.problems = problems + files.flatMap(\.problems)
  }

  /// Reads every file of a folder; what cannot be read is a problem and no error.
  init(folder: String) {
    var files: [ResultFile] = []
    var problems: [String] = []
    do {
      for name in try Files.names(in: folder) {
        let path = "\(folder)/\(name)"
        do {
          files.append(try ResultFile.parse(Files.read(path) ?? [], path: path))
        } catch {
          problems.append("\(error)")
        }
      }
    } catch {
      problems.append("\(error)")
    }
    if !problems.isEmpty || files.contains(where: \.hasCrashed), Files.isFull(folder) {
      problems.append("no space is left for \(folder): free some and run the command again")
    }
    self.init(files: files, problems: problems)
  }

  private static func merged(_ files: [ResultFile]) -> [Measured] {
    var environments: [TestIdentity: Environment] = [:]
    for file in files {
      for test in file.cases where environments[test.identity] == nil {
        environments[test.identity] = file.run.environment
      }
    }
    return TestMeasurement.merged(files.flatMap(\.cases)).compactMap { measurement in
      environments[measurement.identity].map {
        Measured(measurement: measurement, environment: $0)
      }
    }
  }

  /// The environment that reports show: where processes differ, both words.
  var environment: Environment? {
    // A process without a test, such as that of the library that is not used, says nothing.
    let busy = files.filter { !$0.cases.isEmpty }
    return Environment.joined(busy.map(\.run.environment))
  }

  /// What was lost, over all processes.
  var losses: [Loss] {
    files.flatMap { $0.end?.losses ?? [] }.reduce(into: []) { $0.add($1) }
  }

  /// What belongs to no test, over all processes.
  var unattributed: Unattributed {
    files.compactMap(\.end).reduce(into: Unattributed()) { $0.add($1.unattributed) }
  }

  /// How much of what ran was measured, by library.
  var coverage: [Report.Coverage] {
    let measured = Dictionary(grouping: measured, by: \.measurement.library)
    return TestLibrary.allCases.compactMap { library in
      let own = files.filter { ($0.run.library ?? $0.cases.first?.library) == library }
      let ran = own.compactMap { $0.end?.ran }
      // What a test measures by itself, such as a benchmark, is no test that ran.
      let count = measured[library, default: []].count { !$0.measurement.identity.isPart }
      let total = !own.isEmpty && ran.count == own.count ? ran.reduce(0, +) : nil
      if count == 0, total ?? 0 == 0 { return nil }
      return Report.Coverage(library: library, measured: count, ran: total)
    }
  }
}
