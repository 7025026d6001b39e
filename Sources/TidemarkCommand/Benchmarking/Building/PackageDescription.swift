import TidemarkBaselines

/// What `swift package describe --type json` says of a package, as far as benchmarks go.
struct PackageDescription: Hashable {
  /// The product that a benchmark executable depends on.
  static let library = "TidemarkBenchmark"

  /// The executable products with their targets.
  private(set) var executables: [String: [String]] = [:]
  /// What each target depends on: targets and products.
  private var dependencies: [String: [String]] = [:]

  init(parsing bytes: [UInt8]) throws(JSONSyntaxError) {
    let root = try JSONParser.parse(bytes).object
    for product in Self.objects(root?["products"])
    where product["type"]?.object?["executable"] != nil {
      guard let name = product["name"]?.string else { continue }
      executables[name] = Self.strings(product["targets"])
    }
    for target in Self.objects(root?["targets"]) {
      guard let name = target["name"]?.string else { continue }
      dependencies[name] =
        Self.strings(target["target_dependencies"]) + Self.strings(target["product_dependencies"])
    }
  }

  /// The executables that use the library, directly or through other targets, sorted.
  var benchmarks: [String] {
    executables.keys.filter { uses(executables[$0] ?? []) }.sorted()
  }

  private func uses(_ targets: [String]) -> Bool {
    var seen: Set<String> = []
    var open = targets
    while let next = open.popLast() {
      if next == Self.library { return true }
      if seen.insert(next).inserted { open += dependencies[next] ?? [] }
    }
    return false
  }

  private static func objects(_ value: JSONValue?) -> [JSONObject] {
    if case .array(let values)? = value { values.compactMap(\.object) } else { [] }
  }

  private static func strings(_ value: JSONValue?) -> [String] {
    if case .array(let values)? = value { values.compactMap(\.string) } else { [] }
  }
}
