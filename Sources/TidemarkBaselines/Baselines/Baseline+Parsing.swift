extension Baseline {
  /// Reads the bytes of a baseline file; the path is only for errors.
  ///
  /// - Throws: A `BaselineError` which names the file, what is wrong and what to do next.
  public init(parsing bytes: [UInt8], path: String) throws(BaselineError) {
    self.init()
    let document = try BaselineDocument(parsing: bytes, path: path)
    for member in document.root.members {
      switch member.key {
      case "format": break
      case "tests":
        guard let tests = member.value.object else {
          throw document.wrongType("tests", "an object", member.value)
        }
        entries.reserveCapacity(tests.members.count)
        for test in tests.members {
          entries[test.key] = try BaselineEntry(test, in: document)
        }
      default: unknown[member.key] = member.value
      }
    }
  }
}

extension BaselineEntry {
  fileprivate init(
    _ test: JSONObject.Member, in document: BaselineDocument
  ) throws(BaselineError) {
    self.init()
    guard let object = test.value.object else {
      throw document.wrongType("tests.\(test.key)", "an object", test.value)
    }
    for member in object.members {
      switch member.key {
      case "exact", "demoted", "environments":
        guard let section = member.value.object else {
          throw document.wrongType("tests.\(test.key).\(member.key)", "an object", member.value)
        }
        let rest =
          switch member.key {
          case "exact": try readExact(section, test.key, document)
          case "demoted": try readDemoted(section, test.key, document)
          default: try readEnvironments(section, test.key, document)
          }
        if !rest.isEmpty { unknown[member.key] = .object(rest) }
      default: unknown[member.key] = member.value
      }
    }
  }

  /// Each of these returns what means nothing to this version.
  private mutating func readExact(
    _ section: JSONObject, _ test: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    let metrics = try document.metrics(
      of: section, "tests.\(test).exact", "a whole number from 0", Self.figure)
    exact = metrics.known
    return metrics.rest
  }

  private mutating func readDemoted(
    _ section: JSONObject, _ test: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    let metrics = try document.metrics(
      of: section, "tests.\(test).demoted", "a string, the reason", \.string)
    demoted = metrics.known
    return metrics.rest
  }

  private mutating func readEnvironments(
    _ section: JSONObject, _ test: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    var rest = JSONObject()
    for environment in section.members {
      guard var figures = environment.value.object else {
        throw document.wrongType(
          "tests.\(test).environments.\(environment.key)", "an object", environment.value)
      }
      var restOfSites = JSONObject()
      if let section = figures["sites"] {
        let place = "tests.\(test).environments.\(environment.key).sites"
        restOfSites = try readSites(section, environment.key, place, document)
        figures["sites"] = nil
      }
      var bands = try document.metrics(
        of: figures, "tests.\(test).environments.\(environment.key)",
        "[low, high] in whole numbers from 0", Band.init)
      if !bands.known.isEmpty || sites[environment.key] == nil {
        environments[environment.key] = bands.known
      }
      if !restOfSites.isEmpty { bands.rest["sites"] = .object(restOfSites) }
      if !bands.rest.isEmpty { rest[environment.key] = .object(bands.rest) }
    }
    return rest
  }

  private static func figure(_ value: JSONValue) -> Int? {
    if case .integer(let figure) = value, figure >= 0 { figure } else { nil }
  }
}

extension BaselineDocument {
  /// Reads a section with one value for each metric; what is no metric is kept apart.
  ///
  /// The place is only for errors, and spelled only then: there are many sections in a file.
  fileprivate func metrics<Value>(
    of section: JSONObject, _ place: @autoclosure () -> String, _ expected: String,
    _ read: (JSONValue) -> Value?
  ) throws(BaselineError) -> (known: [Metric: Value], rest: JSONObject) {
    var known: [Metric: Value] = [:]
    known.reserveCapacity(section.members.count)
    var rest = JSONObject()
    for member in section.members {
      guard let metric = Metric(name: member.key) else {
        rest[member.key] = member.value
        continue
      }
      guard let value = read(member.value) else {
        throw wrongType("\(place()).\(member.key)", expected, member.value)
      }
      known[metric] = value
    }
    return (known, rest)
  }
}

extension Band {
  fileprivate init?(_ value: JSONValue) {
    guard case .array(let bounds) = value, bounds.count == 2,
      case .integer(let low) = bounds[0], case .integer(let high) = bounds[1],
      0 <= low, low <= high
    else { return nil }
    self.init(low, high)
  }
}
