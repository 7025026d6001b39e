extension Policy {
  /// Reads the bytes of a policy file; the path is only for errors.
  ///
  /// - Throws: A `PolicyError` with every problem of the file.
  public init(parsing bytes: [UInt8], path: String) throws(PolicyError) {
    let root: JSONObject
    do {
      root = try BaselineDocument(parsing: bytes, path: path).root
    } catch {
      throw PolicyError(path: path, problems: [error.remark])
    }
    var reader = PolicyReader()
    let policy = reader.policy(root)
    if !reader.problems.isEmpty {
      let problems = reader.problems.map { problem in
        let line = JSONParser.line(of: problem.key, in: bytes).map { "line \($0): " }
        return "\(line ?? "")\(problem.key) \(problem.words)"
      }
      throw PolicyError(path: path, problems: problems)
    }
    self = policy
    warnings = reader.warnings
  }
}

/// Reads a policy and goes on after a problem, so that all of them are told at once.
private struct PolicyReader {
  var problems: [(key: String, words: String)] = []
  var warnings: [String] = []

  private mutating func refuse(_ key: String, _ words: String) {
    problems.append((key, words))
  }

  mutating func policy(_ root: JSONObject) -> Policy {
    var policy = Policy()
    for member in root.members {
      switch member.key {
      case "format": break
      case "metrics": policy.metrics = metrics(member.value, at: "metrics", reason: nil)
      case "overrides":
        guard case .array(let overrides) = member.value else {
          refuse("overrides", "has to be a list and is \(member.value.kind)")
          continue
        }
        for (index, value) in overrides.enumerated() {
          if let override = self.override(value, at: "overrides[\(index)]") {
            policy.overrides.append(override)
          }
        }
      default: warnings.append("\(member.key) means nothing to this version")
      }
    }
    return policy
  }

  private mutating func override(_ value: JSONValue, at key: String) -> Policy.Override? {
    guard let object = value.object else {
      refuse(key, "has to be an object and is \(value.kind)")
      return nil
    }
    for member in object.members where !["tests", "metrics", "reason"].contains(member.key) {
      warnings.append("\(key).\(member.key) means nothing to this version")
    }
    let reason = object["reason"]?.string
    let tests = object["tests"]?.string
    if tests?.isEmpty ?? true { refuse("\(key).tests", "has to be a pattern, like Suite/*") }
    guard let metrics = object["metrics"] else {
      refuse("\(key).metrics", "is absent")
      return nil
    }
    let adjustments = self.metrics(metrics, at: "\(key).metrics", reason: reason)
    return tests.map { Policy.Override(tests: TestPattern($0), metrics: adjustments) }
  }

  private mutating func metrics(
    _ value: JSONValue, at key: String, reason: String?
  ) -> [Metric: Policy.Adjustment] {
    guard let object = value.object else {
      refuse(key, "has to be an object and is \(value.kind)")
      return [:]
    }
    var adjustments: [Metric: Policy.Adjustment] = [:]
    for member in object.members {
      guard let metric = Metric(name: member.key) else {
        refuse("\(key).\(member.key)", "is no metric; see: swift run tidemark metrics")
        continue
      }
      adjustments[metric] = adjustment(
        member.value, at: "\(key).\(member.key)", reason: reason)
    }
    return adjustments
  }

  private mutating func adjustment(
    _ value: JSONValue, at key: String, reason: String?
  ) -> Policy.Adjustment? {
    guard let object = value.object else {
      refuse(key, "has to be an object and is \(value.kind)")
      return nil
    }
    var adjustment = Policy.Adjustment(reason: reason ?? "")
    for member in object.members {
      let place = "\(key).\(member.key)"
      switch member.key {
      case "relative": adjustment.relative = percent(member.value, at: place)
      case "spread": adjustment.spread = percent(member.value, at: place)
      case "absolute":
        if case .integer(let value) = member.value, value >= 0 {
          adjustment.absolute = value
        } else {
          refuse(place, "has to be a whole number from 0")
        }
      case "compare":
        if let compare = member.value.string.flatMap(Policy.Compare.init) {
          adjustment.compare = compare
        } else {
          let words = Policy.Compare.allCases.map(\.rawValue).joined(separator: ", ")
          refuse(place, "has to be one of: \(words)")
        }
      case "reason":
        if let text = member.value.string {
          adjustment.reason = text
        } else {
          refuse(place, "has to be a string")
        }
      default: warnings.append("\(place) means nothing to this version")
      }
    }
    if adjustment.reason.isEmpty {
      refuse(key, "has no reason; say why in one sentence")
    }
    return adjustment
  }

  private mutating func percent(_ value: JSONValue, at key: String) -> Double? {
    if let percent = value.double, percent >= 0, percent.isFinite { return percent }
    refuse(key, "has to be a number of percent from 0")
    return nil
  }
}
