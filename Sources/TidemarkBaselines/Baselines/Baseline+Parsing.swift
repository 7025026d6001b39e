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
        let place = "tests.\(test.key).\(member.key)"
        guard let section = member.value.object else {
          throw document.wrongType(place, "an object", member.value)
        }
        let rest =
          switch member.key {
          case "exact": try readExact(section, place, document)
          case "demoted": try readDemoted(section, place, document)
          default: try readEnvironments(section, place, document)
          }
        if !rest.isEmpty { unknown[member.key] = .object(rest) }
      default: unknown[member.key] = member.value
      }
    }
  }

  /// Each of these returns what means nothing to this version.
  private mutating func readExact(
    _ section: JSONObject, _ place: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    let metrics = try document.metrics(of: section, place, "a whole number from 0") { value in
      if case .integer(let figure) = value, figure >= 0 { figure } else { nil }
    }
    exact = metrics.known
    return metrics.rest
  }

  private mutating func readDemoted(
    _ section: JSONObject, _ place: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    let metrics = try document.metrics(of: section, place, "a string, the reason", \.string)
    demoted = metrics.known
    return metrics.rest
  }

  private mutating func readEnvironments(
    _ section: JSONObject, _ place: String, _ document: BaselineDocument
  ) throws(BaselineError) -> JSONObject {
    var rest = JSONObject()
    for environment in section.members {
      let place = "\(place).\(environment.key)"
      guard var figures = environment.value.object else {
        throw document.wrongType(place, "an object", environment.value)
      }
      var restOfSites = JSONObject()
      if let section = figures["sites"] {
        restOfSites = try readSites(section, environment.key, "\(place).sites", document)
        figures["sites"] = nil
      }
      var bands = try document.metrics(
        of: figures, place, "[low, high] in whole numbers from 0", Band.init)
      if !bands.known.isEmpty || sites[environment.key] == nil {
        environments[environment.key] = bands.known
      }
      if !restOfSites.isEmpty { bands.rest["sites"] = .object(restOfSites) }
      if !bands.rest.isEmpty { rest[environment.key] = .object(bands.rest) }
    }
    return rest
  }
}

extension BaselineDocument {
  /// Reads a section with one value for each metric; what is no metric is kept apart.
  fileprivate func metrics<Value>(
    of section: JSONObject, _ place: String, _ expected: String, _ read: (JSONValue) -> Value?
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
        throw wrongType("\(place).\(member.key)", expected, member.value)
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
