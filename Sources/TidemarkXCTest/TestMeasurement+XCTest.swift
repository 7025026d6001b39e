package import TidemarkBaselines
package import XCTest

extension TestIdentity {
  /// Creates the identity of a test from its class and the name of its method.
  package init(_ test: XCTestCase) {
    let type = String(reflecting: type(of: test))
    let parts = type.split(separator: ".", maxSplits: 1).map(String.init)
    let method = test.name.split(separator: ".").last.map(String.init) ?? test.name
    self.init(
      target: parts.count == 2 ? parts[0] : "", suite: parts.last ?? type, name: method)
  }
}

extension TestMeasurement {
  /// Creates the measurement of a test.
  package init(
    _ test: XCTestCase, _ usage: Usage, limits: [Limit] = [], location: TestLocation? = nil
  ) {
    let identity = TestIdentity(test)
    self.init(
      identity: identity, library: .xctest,
      location: location ?? MethodLocation.find(identity, test), usage: usage, limits: limits)
  }
}
