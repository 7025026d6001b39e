package import Testing
package import TidemarkBaselines

extension TestIdentity {
  /// Creates the identity of a test, which keeps nothing of the line it stands on.
  package init(_ test: Test) {
    let id = test.id
    let suite = id.nameComponents.dropLast().joined(separator: ".")
    self.init(
      target: id.moduleName, suite: suite.isEmpty ? "TopLevel" : suite,
      name: id.nameComponents.last ?? test.name)
  }
}

extension TestMeasurement {
  /// Creates the measurement of a test from its worst figures.
  init(_ test: Test, _ usage: Usage) {
    let parts = test.usageParts
    self.init(
      identity: TestIdentity(test), library: .swiftTesting,
      location: TestLocation(
        file: test.sourceLocation.filePath, line: test.sourceLocation.line),
      usage: usage,
      limits: parts.compactMap { if case .limit(let limit) = $0 { limit } else { nil } },
      usesBaseline: parts.contains(.baseline))
  }
}
