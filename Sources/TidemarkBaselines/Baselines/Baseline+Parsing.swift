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
        switch member.key {
        case "exact": try readExact(section, test.key, document)
        case "demoted": try readDemoted(section, test.key, document)
        default: try readEnvironments(section, test.key, document)
        }
      default: unknown[member.key] = member.value
      }
    }
  }

  private mutating func readExact(
    _ section: JSONObject, _ test: String, _ document: BaselineDocument
  ) throws(BaselineError) {
    var rest = JSONObject()
    exact.reserveCapacity(section.members.count)
    for member in section.members {
      guard let metric = Metric(name: member.key) else {
        rest[member.key] = member.value
        continue
      }
      guard case .integer(let value) = member.value, value >= 0 else {
        throw document.wrongType(
          "tests.\(test).exact.\(member.key)", "a whole number from 0", member.value)
      }
      exact[metric] = value
    }
    if !rest.isEmpty { unknown["exact"] = .object(rest) }
  }

  private mutating func readDemoted(
    _ section: JSONObject, _ test: String, _ document: BaselineDocument
  ) throws(BaselineError) {
    var rest = JSONObject()
    for member in section.members {
      guard let metric = Metric(name: member.key) else {
        rest[member.key] = member.value
        continue
      }
      guard case .string(let reason) = member.value else {
        throw document.wrongType(
          "tests.\(test).demoted.\(member.key)", "a string, the reason", member.value)
      }
      demoted[metric] = reason
    }
    if !rest.isEmpty { unknown["demoted"] = .object(rest) }
  }

  private mutating func readEnvironments(
    _ section: JSONObject, _ test: String, _ document: BaselineDocument
  ) throws(BaselineError) {
    var rest = JSONObject()
    for environment in section.members {
      guard let figures = environment.value.object else {
        throw document.wrongType(
          "tests.\(test).environments.\(environment.key)", "an object", environment.value)
      }
      var bands: [Metric: Band] = [:]
      bands.reserveCapacity(figures.members.count)
      var restOfBands = JSONObject()
      for member in figures.members {
        if member.key == "sites" {
          let place = "tests.\(test).environments.\(environment.key).sites"
          let rest = try readSites(member.value, environment.key, place, document)
          if !rest.isEmpty { restOfBands["sites"] = .object(rest) }
          continue
        }
        guard let metric = Metric(name: member.key) else {
          restOfBands[member.key] = member.value
          continue
        }
        guard let band = Band(member.value) else {
          throw document.wrongType(
            "tests.\(test).environments.\(environment.key).\(member.key)",
            "[low, high] in whole numbers from 0", member.value)
        }
        bands[metric] = band
      }
      if !bands.isEmpty || sites[environment.key] == nil {
        environments[environment.key] = bands
      }
      if !restOfBands.isEmpty { rest[environment.key] = .object(restOfBands) }
    }
    if !rest.isEmpty { unknown["environments"] = .object(rest) }
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
