import Testing
import TidemarkBaselines

@Suite struct JSONParserTests {
  @Test func everyKindOfValueIsRead() throws {
    let text =
      #"{"a": [1, -2, 0.5, 1e3, -0], "b": {"c": null, "d": [true, false]}, "e": "é\n\u00e9\ud83d\ude00"}"#
    let value = try JSONParser.parse(Array(text.utf8))
    let expected: [String: JSONValue] = [
      "a": .array([.integer(1), .integer(-2), .number("0.5"), .number("1e3"), .number("-0")]),
      "b": .object(JSONObject(["c": .null, "d": .array([.bool(true), .bool(false)])])),
      "e": .string("é\né😀"),
    ]
    #expect(value == .object(JSONObject(expected)))
  }

  @Test func numberThatDoesNotFitKeepsItsText() throws {
    let text = "99999999999999999999"
    #expect(try JSONParser.parse(Array(text.utf8)) == .number(text))
    #expect(try JSONParser.parse(Array("9223372036854775807".utf8)) == .integer(.max))
  }

  @Test(arguments: [
    ("{\n\"a\": 1,\n}", 3), ("[1 2]", 1), ("{\"a\" 1}", 1), ("[01]", 1), ("[1.]x", 1), ("1\n2", 2),
    ("\"\\x\"", 1), ("\"\\ud800\"", 1), ("{\"a\": 1, \"b\": 2, \"a\": 3}", 1), ("[\"a\nb\"]", 1),
  ])
  func anythingElseIsAnErrorWithItsLine(text: String, line: Int) {
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(text.utf8)) }
    #expect(error?.line == line)
    if case .unexpected? = error?.problem {
    } else {
      Issue.record("\(text): \(String(describing: error))")
    }
  }

  @Test func everyPrefixOfATextIsTruncated() throws {
    let text = Array(#"{"a": [1, true, "x\n"], "b": {"c": null}}"#.utf8)
    for count in 1..<text.count {
      let error = #expect(throws: JSONSyntaxError.self) {
        try JSONParser.parse(Array(text.prefix(count)))
      }
      #expect(error?.problem == .end)
    }
  }

  @Test(arguments: [
    ("", 1), ("a", 2), ("a.b.c", 3), ("a.b.c[1]", 5), ("a.b.c[9]", 3), ("a.b.absent.deep", 2),
    ("absent", 1),
  ])
  func valuesAreFoundByTheirKeys(path: String, line: Int) {
    let text = """
      {
        "a": {
          "b.c": [
            1,
            {"d": 2}]}}
      """
    #expect(JSONParser.line(of: path, in: Array(text.utf8)) == line)
    #expect(JSONParser.line(of: path, in: Array(text.dropLast().utf8)) == nil)
  }

  @Test func depthIsBounded() {
    let text = String(repeating: "[", count: 129)
    let error = #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(text.utf8)) }
    #expect(error?.problem == .unexpected("more than 128 levels"))
  }

  @Test func bytesThatAreNoTextAreNamed() {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONParser.parse([0x22, 0xFF, 0x22])
    }
    #expect(error?.problem == .encoding)
  }

  @Test func writerAndParserAgree() throws {
    let value = JSONValue.object(
      JSONObject([
        "b": .array([.integer(1), .number("0.50")]), "a": .string("\u{1}\"\\\t/é"),
        "c": .object(JSONObject()), "d": .array([.object(JSONObject(["x": .null]))]),
      ]))
    let bytes = JSONWriter.bytes(value)
    #expect(try JSONParser.parse(bytes) == value)
    #expect(
      String(decoding: bytes, as: UTF8.self) == #"""
        {
          "a": "\u0001\"\\\t/é",
          "b": [1, 0.50],
          "c": {},
          "d": [
            {
              "x": null
            }
          ]
        }

        """#)
  }
}
