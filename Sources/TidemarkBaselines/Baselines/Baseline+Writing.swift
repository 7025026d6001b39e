extension Baseline {
  /// The bytes of the file: sorted keys, one metric on a line, a newline at the end.
  public var bytes: [UInt8] {
    let tests = entries.mapValues { JSONValue.object($0.object) }
    let known = JSONObject([
      "format": .integer(Self.format),
      "tests": .object(JSONObject(tests)),
    ])
    return JSONWriter.bytes(.object(known.merging(unknown)))
  }
}

extension BaselineEntry {
  fileprivate var object: JSONObject {
    var known = JSONObject()
    if !exact.isEmpty {
      known["exact"] = .object(JSONObject(exact.byName { .integer($0) }))
    }
    if !demoted.isEmpty {
      known["demoted"] = .object(JSONObject(demoted.byName { .string($0) }))
    }
    var sections = environments.filter { !$0.value.isEmpty }.mapValues { bands in
      JSONValue.object(
        JSONObject(bands.byName { .array([.integer($0.low), .integer($0.high)]) }))
    }
    for (key, counts) in sites where !counts.isEmpty {
      var section = sections[key]?.object ?? JSONObject()
      section["sites"] = .object(JSONObject(counts.byName { .object($0.object) }))
      sections[key] = .object(section)
    }
    if !sections.isEmpty { known["environments"] = .object(JSONObject(sections)) }
    return known.merging(unknown)
  }
}

extension SiteCounts {
  fileprivate var object: JSONObject {
    var object = JSONObject(
      functions.mapValues { lines in
        lines.count == 1 ? .integer(lines[0]) : .array(lines.map { .integer($0) })
      })
    if rest > 0 { object[Self.other] = .integer(rest) }
    return object
  }
}

extension Dictionary where Key == Metric {
  fileprivate func byName(_ convert: (Value) -> JSONValue) -> [String: JSONValue] {
    Dictionary<String, JSONValue>(uniqueKeysWithValues: map { ($0.key.name, convert($0.value)) })
  }
}
