extension BaselineEntry {
  /// Reads the sites of one environment, and returns those of metrics that are not known.
  mutating func readSites(
    _ value: JSONValue, _ environment: String, _ place: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    guard let section = value.object else {
      throw document.wrongType(place, "an object", value)
    }
    var rest = JSONObject()
    for member in section.members {
      guard let metric = Metric(name: member.key) else {
        rest[member.key] = member.value
        continue
      }
      guard let functions = member.value.object else {
        throw document.wrongType("\(place).\(member.key)", "an object", member.value)
      }
      var counts = SiteCounts()
      for function in functions.members {
        guard let lines = Self.lines(function.value) else {
          throw document.wrongType(
            "\(place).\(member.key).\(function.key)",
            "a whole number from 0, or a list of some", function.value)
        }
        if function.key == SiteCounts.other {
          counts.rest += lines.reduce(0, +)
        } else {
          counts.functions[function.key] = lines
        }
      }
      sites[environment, default: [:]][metric] = counts
    }
    return rest
  }

  /// Returns the figures of a function, a number or one for each line; nil for anything else.
  private static func lines(_ value: JSONValue) -> [Int]? {
    let values =
      switch value {
      case .array(let values): values
      default: [value]
      }
    var lines: [Int] = []
    for value in values {
      // No sum of what is read may overflow, whatever stands in the file.
      guard case .integer(let line) = value, (0...(1 << 50)).contains(line) else { return nil }
      lines.append(line)
    }
    return lines.isEmpty || lines.count > 1000 ? nil : lines
  }
}

extension BaselineRecorder {
  /// The metrics that are recorded, and how many functions of each are listed at least.
  private static let mostFunctions: [Metric: Int] = [
    .heapAllocations: 24, .heapBytesAllocated: 8, .heapLeakedBlocks: 8, .heapLeakedBytes: 8,
    .objectsLeaked: 8,
  ]

  /// Records the call sites of the last run that was asked for them.
  ///
  /// Old counts stay as long as the new ones differ from them by no more than what the metric's
  /// tolerance lets through.
  func recordSites(
    _ runs: [TestMeasurement], into entry: inout BaselineEntry, keeping: Bool,
    slack: (Metric, SiteCounts, BaselineEntry) -> Int
  ) {
    guard let run = runs.last(where: { !$0.usage.callSites.isEmpty }) else { return }
    let paths = SourcePaths(root: root)
    for metric in SiteCounts.metrics where run.usage.ranAlone || !metric.isLeftBehindInHeap {
      let all = SiteTally(of: metric, run.usage.callSites, paths: paths).counts
      let counts = Self.mostFunctions[metric].map(all.keepingLargest) ?? all
      let old = entry.sites[key]?[metric]
      if let old, keeping, old.distance(to: counts) <= slack(metric, old, entry) { continue }
      entry.sites[key, default: [:]][metric] = counts.total == 0 ? nil : counts
    }
  }
}

extension SiteCounts {
  /// The metrics that a baseline keeps sites of: what is counted, and the bytes of it.
  static let metrics = CallSite.metrics + [.heapBytesAllocated, .heapLeakedBytes]
}
