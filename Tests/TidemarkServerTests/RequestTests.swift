import Testing
import TidemarkLive

@testable import TidemarkServer

@Suite struct RequestTests {
  @Test func addressesAreTakenApart() throws {
    let query = try Query("/v1/a%20b?x=1+2&y=%3D&z&=5#fragment")
    #expect(query.path == "/v1/a b")
    #expect(query["x"] == "1 2")
    #expect(query["y"] == "=")
    #expect(query["z"] == "")
    #expect(query["w"] == nil)
    #expect(try Query("http://localhost:9090/metrics?a=b").path == "/metrics")
    #expect(try Query("http://localhost").path == "/")
  }

  @Test(arguments: ["", "x", "*", "/%", "/%4", "/%zz", "/%ff", "/?a=1&a=2", "/?a=%c3"])
  func whatIsNoAddressIsRefused(address: String) {
    #expect(status { _ = try Query(address) } == 400)
  }

  @Test(arguments: [
    ("GET", "/", nil), ("HEAD", "/metrics", nil), ("GET", "/v1/meta", nil),
    ("GET", "/v1/tasks?limit=5&stacks=1", nil), ("GET", "/v1/events?interval=50&transitions", nil),
    ("GET", "/v1/tasks?id=17", nil), ("GET", "/v1/tasks?id=0", 400), ("GET", "/v1/tasks?id=x", 400),
    ("GET", "/v1/transitions?after=", nil), ("GET", "/v1/frames?at=0xff,3", nil),
    ("GET", "/v1/snapshot?ask=none&token=x", nil), ("GET", "/metrics?anything=1", nil),
    ("GET", "/v1", 404), ("GET", "/v2/meta", 404), ("POST", "/nothing", 404),
    ("POST", "/v1/meta", 405), ("DELETE", "/", 405), ("OPTIONS", "/v1/tasks", 405),
    ("GET", "/v1/meta?x=1", 400), ("GET", "/v1/tasks?limit=0", 400),
    ("GET", "/v1/tasks?limit=1000000", 400), ("GET", "/v1/tasks?stacks=2", 400),
    ("GET", "/v1/events?interval=1", 400), ("GET", "/v1/events?interval=x", 400),
    ("GET", "/v1/snapshot?ask=all", 400), ("GET", "/v1/frames?at=x", 400),
    ("GET", "/v1/frames?at=1,-1", 400), ("GET", "/v1/transitions?after=99999999999999999999", 400),
  ])
  func requestsAreKnownOrRefused(method: String, address: String, refusal: Int?) {
    #expect(
      status {
        _ = try Request(method: method, query: try Query(address), limits: ServerLimits())
      } == refusal)
  }

  @Test func numbersAreBounded() {
    let many = (0...256).map(String.init).joined(separator: ",")
    #expect(
      status {
        _ = try Request(
          method: "GET", query: try Query("/v1/frames?at=\(many)"), limits: ServerLimits())
      } == 400)
  }

  @Test func whatIsAskedForIsUnderstood() throws {
    let request = try Request(
      method: "GET", query: try Query("/v1/frames?at=0xFf,12"), limits: ServerLimits())
    guard case .frames(at: let places) = request else {
      Issue.record("it is \(request)")
      return
    }
    #expect(places == [255, 12])
  }

  @Test func oneTaskCanBeAskedFor() throws {
    let request = try Request(
      method: "GET", query: try Query("/v1/tasks?id=17&stacks=1"), limits: ServerLimits())
    guard case .tasks(let query) = request else {
      Issue.record("it is \(request)")
      return
    }
    #expect(query == TaskQuery(stacks: true, limit: ServerLimits().tasks, id: 17))
  }

  @Test func eachErrorIsOneLineThatSaysWhatToDo() throws {
    let errors: [RequestError] = [
      .unauthorized, .notFound, .badMethod, .timeout, .largeBody(1), .longAddress(2),
      .largeHeader(3), .busy("wait"), RequestError(SourceError.ended("it has ended")),
    ]
    for error in errors {
      let body = Reply(error).body
      #expect(body.last == UInt8(ascii: "\n"))
      #expect(!body.dropLast().contains(UInt8(ascii: "\n")))
      let message = try JSON.decode(ErrorMessage.self, from: body)
      #expect(message.error == error.message)
      #expect(message.hasEnded == (error.message == "it has ended"))
    }
  }
}
