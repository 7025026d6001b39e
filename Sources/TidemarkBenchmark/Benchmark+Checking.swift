extension Benchmark {
  /// What is wrong with the description, or nil; the engine itself would end the process.
  var problem: String? {
    if name.isEmpty { return "a benchmark has no name" }
    if name.contains(where: \.isNewline) { return "the name has more than one line" }
    return arguments.problem ?? options.problem
  }
}

extension BenchmarkOptions {
  var problem: String? {
    countProblem ?? timeProblem ?? threadProblem ?? statisticProblem
  }

  private var countProblem: String? {
    if let iterations, iterations < 1 {
      return "\(iterations) iterations are asked for; there has to be at least 1"
    }
    if let repetitions, repetitions < 1 || repetitions > Int32.max {
      return "\(repetitions) repetitions are asked for; there has to be at least 1"
    }
    return nil
  }

  private var timeProblem: String? {
    if let minimumTime, minimumTime <= .zero { return "the minimum time has to be above 0" }
    if let warmUp, warmUp < .zero { return "the warm-up time is negative" }
    if iterations != nil, minimumTime != nil || warmUp != nil {
      return "with a fixed number of iterations there is neither a minimum time nor a warm-up"
    }
    if warmUp != nil, minimumTime == nil {
      return "a warm-up needs a minimum time, without which the engine leaves it out"
    }
    if clock.usesManualTime, clock.usesRealTime {
      return "manual time and real time exclude each other"
    }
    return nil
  }

  private var threadProblem: String? {
    for threads in threads {
      switch threads {
      case .count(let count) where count < 1 || count > Int32.max:
        return "\(count) threads are asked for; there has to be at least 1"
      case .range(let low, let high) where low < 1 || low > high || high > Int32.max:
        return "the range of \(low) to \(high) threads is empty, or below 1"
      default: continue
      }
    }
    return threads.firstRepeated.map { _ in "the same number of threads is asked for twice" }
  }

  private var statisticProblem: String? {
    let names = statistics.map(\.name)
    let known = ["mean", "median", "stddev", "cv"]
    if let twice = (known + names).firstRepeated {
      return "there are two statistics called `\(twice)`"
    }
    return nil
  }
}

extension Sequence where Element: Hashable {
  /// The first element that was there before, or nil.
  var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }
}
