import Testing

@testable import TidemarkLive

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A field of a message, taken apart by another reader than the one that was written with it.
private struct Field {
  var number: Int
  var value: UInt64 = 0
  var bytes: ArraySlice<UInt8> = []

  static func all(_ bytes: ArraySlice<UInt8>) throws -> [Field] {
    var rest = bytes
    func varint() throws -> UInt64 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let next = rest.popFirst()
        let byte = try #require(next)
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
    }
    var fields: [Field] = []
    while !rest.isEmpty {
      let tag = try varint()
      var field = Field(number: Int(tag >> 3))
      switch tag & 7 {
      case 0: field.value = try varint()
      case 1:
        try #require(rest.count >= 8)
        field.value = rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(8)
      case 2:
        let count = Int(try varint())
        try #require(rest.count >= count)
        field.bytes = rest.prefix(count)
        rest = rest.dropFirst(count)
      default: try #require(Bool(false), "an encoding that nothing here has")
      }
      fields.append(field)
    }
    return fields
  }
}

extension [Field] {
  fileprivate func inside(_ number: Int) throws -> [Field]? {
    try first { $0.number == number }.map { try Field.all($0.bytes) }
  }
  fileprivate func value(_ number: Int) -> UInt64? { first { $0.number == number }?.value }
  fileprivate func text(_ number: Int) -> String? {
    first { $0.number == number }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}

@Suite struct TraceFormatTests {
  let folder = TemporaryFolder()

  private func export(_ form: TraceExport.Form) throws -> [UInt8] {
    let path = folder.file("sample.tidemark")
    try Sample.write(to: path)
    var bytes: [UInt8] = []
    TraceExport(form).write(try RecordingFile(path)) { bytes += $0 }
    return bytes
  }

  @Test func perfettoHasARunForEachRunAndAnArrowToIt() throws {
    let packets = try Field.all(try export(.perfetto)[...]).map { try Field.all($0.bytes) }
    // One sequence, which begins with the clocks and what is the same for all.
    #expect(packets.allSatisfy { $0.value(10) == 1 })
    let clocks = try #require(try packets[0].inside(6))
    #expect(clocks.value(2) == 3)
    #expect(try packets[0].inside(59)?.value(58) == 3)
    #expect(packets[0].value(13) == 1)

    var names: [UInt64: String] = [:]
    var tracks: [UInt64: (thread: UInt64?, name: String?)] = [:]
    var depth: [UInt64: Int] = [:]
    var began: [UInt64: UInt64] = [:]
    var arrows: [(from: UInt64, to: UInt64)] = []
    var runs: [String] = []
    var last: UInt64 = 0
    for packet in packets {
      for entry in try packet.inside(12) ?? [] where entry.number == 2 {
        let name = try Field.all(entry.bytes)
        names[try #require(name.value(1))] = name.text(2)
      }
      if let track = try packet.inside(60) {
        let thread = try track.inside(4)
        tracks[try #require(track.value(1))] = (
          thread?.value(2), thread?.text(5) ?? track.text(2)
        )
      }
      guard let event = try packet.inside(11) else { continue }
      let time = try #require(packet.value(8))
      #expect(time >= last)
      last = time
      let track = try #require(event.value(11))
      #expect(tracks[track] != nil)
      switch event.value(9) {
      case 1:
        depth[track, default: 0] += 1
        runs.append("\(time) \(tracks[track]?.thread ?? 0) \(names[event.value(10) ?? 0] ?? "")")
        if let flow = event.value(48) { arrows.append((try #require(began[flow]), time)) }
      case 2:
        depth[track, default: 0] -= 1
        #expect(depth[track] ?? -1 >= 0)
      case 3: if let flow = event.value(47) { began[flow] = time }
      default: #expect(event.value(9) == 4)
      }
    }
    #expect(depth.values.allSatisfy { $0 == 0 })
    #expect(
      runs == [
        "5300 11 work() (Work.swift:3)", "5500 10 work() (Work.swift:3)",
        "6000 11 work() (Work.swift:3)",
      ])
    #expect(arrows.map(\.from) == [5_210, 5_411, 5_900])
    #expect(arrows.map(\.to) == [5_300, 5_500, 6_000])
    #expect(tracks[1 << 32 | 10]?.name == "server")
  }

  private struct Trace: Decodable {
    var displayTimeUnit: String
    var traceEvents: [Event]
    struct Event: Decodable {
      var ph: String
      var pid: Int
      var tid: Int?
      var ts: Double?
      var dur: Double?
      var name: String?
      var bindId: String?
      var flowIn: Bool?
      var flowOut: Bool?
      var s: String?
    }
  }

  @Test func chromeHasTheSame() throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let trace = try decoder.decode(Trace.self, from: Data(try export(.chrome)))
    #expect(trace.displayTimeUnit == "ns")
    let events = trace.traceEvents
    #expect(events.allSatisfy { $0.pid == 4711 })
    #expect(events.first?.ph == "M")
    let begins = events.filter { $0.ph == "B" }
    #expect(begins.map(\.ts) == [5.3, 5.5, 6])
    #expect(begins.map(\.tid) == [11, 10, 11])
    #expect(begins.map(\.name).allSatisfy { $0 == "work() (Work.swift:3)" })
    #expect(events.count { $0.ph == "E" } == 3)
    let starts = events.filter { $0.flowOut == true }
    #expect(starts.map(\.ts) == [5.21, 5.411, 5.9])
    #expect(starts.allSatisfy { $0.ph == "X" && $0.dur == 0 })
    #expect(starts.map(\.bindId) == begins.map(\.bindId))
    #expect(begins.allSatisfy { $0.flowIn == true })
    #expect(events.filter { $0.ph == "i" }.allSatisfy { $0.s == "t" })
    #expect(events.contains { $0.name == "40 transitions missing" })
    #expect(events.contains { $0.ph == "C" && $0.name == "Queue of Keeper" })
  }

  @Test func whatIsOfNoKnownThreadIsOfTheProcess() throws {
    let mark = TraceItem.instant(.init(time: 5_000, thread: nil, name: "40 transitions missing"))
    var chrome = ChromeTrace()
    let text = String(decoding: chrome.piece(mark), as: UTF8.self)
    #expect(text.contains(#""s":"p""#) && !text.contains("tid"), "\(text)")
    var perfetto = PerfettoTrace()
    let packets = try Field.all(perfetto.piece(mark)[...])
    #expect(packets.count == 1)
    let packet = try Field.all(packets[0].bytes)
    let event = try #require(try packet.inside(11))
    #expect(event.value(11) == 1)
  }

  @Test func textIsQuotedAndTimesAreExact() {
    #expect(ChromeTrace.quoted("a\"b\\c\n\u{1}ü") == #""a\"b\\c\u000a\u0001ü""#)
    #expect(ChromeTrace.microseconds(9_223_372_036_854_775_807) == "9223372036854775.807")
    #expect(ChromeTrace.microseconds(5) == "0.005")
  }
}
