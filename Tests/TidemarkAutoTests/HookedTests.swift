import Testing
import Tidemark
import TidemarkAuto
import TidemarkTesting

/// No test here asks for a measurement, and every one has it.
@Suite struct HookedTests {
  @Test func everyTestIsMeasured() {
    #expect(TestMeasuring.isMeasuring)
  }

  @Test(arguments: [1, 2]) func everyCaseIsMeasured(value: Int) async {
    #expect(TestMeasuring.isMeasuring)
  }

  @Test(.tidemark, .limit(.timeWall, 0...)) func traitsAddUpToOneMeasurement() throws {
    #expect(TestMeasuring.isMeasuring)
    let test = try #require(Test.current)
    let traits = test.traits.compactMap { $0 as? UsageTrait }
    #expect(traits.count == 3)
    #expect(traits.filter { $0.scopeProvider(for: test, testCase: nil) != nil }.count == 1)
  }

  struct Nested {
    @Test func identityHasNoLine() throws {
      let identity = TestIdentity(try #require(Test.current))
      #expect(identity.target == "TidemarkAutoTests")
      #expect(identity.description == "HookedTests.Nested/identityHasNoLine()")
    }
  }
}

@Test func freeFunctionsAreMeasured() throws {
  #expect(TestMeasuring.isMeasuring)
  #expect(TestIdentity(try #require(Test.current)).suite == "TopLevel")
}
