import Testing
import Tidemark
import TidemarkAuto
import TidemarkTesting

/// No test here asks for a measurement, and every one has it.
@Suite struct HookedTests {
  @Test func everyTestIsMeasured() throws {
    #expect(TestMeasuring.isMeasuring(try #require(Test.current)))
  }

  @Test(arguments: [1, 2]) func everyCaseIsMeasured(value: Int) async throws {
    #expect(TestMeasuring.isMeasuring(try #require(Test.current)))
  }

  @Test(.tidemark, .limit(.timeWall, 0...)) func traitsAddUpToOneMeasurement() throws {
    let test = try #require(Test.current)
    #expect(TestMeasuring.isMeasuring(test))
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
  #expect(TestMeasuring.isMeasuring(try #require(Test.current)))
  #expect(TestIdentity(try #require(Test.current)).suite == "TopLevel")
}
