#if os(Linux)
  internal import XCTest

  // The generated list of tests comes through here once, before the first test runs. Each method is
  // wrapped, so that its scope holds the method alone and nothing of what XCTest does around it.

  @_silgen_name("tidemark_xctestForwardAsyncMethod")
  private func forwardAsyncMethod<T: XCTestCase>(
    _ method: @escaping (T) -> () async throws -> Void
  ) -> (T) -> () throws -> Void

  @_silgen_name("tidemark_xctestForwardThrowingList")
  private func forwardThrowingList<T: XCTestCase>(
    _ tests: [(String, (T) -> () throws -> Void)]
  ) -> XCTestCaseEntry

  @_silgen_name("tidemark_xctestAsyncMethod")
  func hookedAsyncMethod<T: XCTestCase>(
    _ method: @escaping (T) -> () async throws -> Void
  ) -> (T) -> () throws -> Void {
    forwardAsyncMethod { test in
      let body = method(test)
      guard let measuring = CaseMeasuring.running(test) else { return body }
      measuring.expectAsyncMethod()
      return { try await measuring.measureAsyncMethod(body) }
    }
  }

  @_silgen_name("tidemark_xctestThrowingList")
  func hookedThrowingList<T: XCTestCase>(
    _ tests: [(String, (T) -> () throws -> Void)]
  ) -> XCTestCaseEntry {
    forwardThrowingList(tests.map { ($0.0, measured($0.1)) })
  }

  @_silgen_name("tidemark_xctestList")
  func hookedList<T: XCTestCase>(_ tests: [(String, (T) -> () -> Void)]) -> XCTestCaseEntry {
    forwardThrowingList(tests.map { ($0.0, measured($0.1)) })
  }

  private func measured<T: XCTestCase>(
    _ method: @escaping (T) -> () throws -> Void
  ) -> (T) -> () throws -> Void {
    { test in
      let body = method(test)
      guard let measuring = CaseMeasuring.running(test) else { return body }
      return { try measuring.measureMethod(body) }
    }
  }
#endif
