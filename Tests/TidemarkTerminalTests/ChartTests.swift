import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct ChartTests {
  @Test func dotsAreBraille() {
    var plot = DotPlot(width: 1, height: 1, hasBraille: true)
    for (x, y) in [(0, 0), (1, 3)] { plot.set(x, y, series: 2) }
    #expect(plot.cell(0, 0)?.dots == 0x81)
    #expect(plot.cell(0, 0)?.series == 2)
    // What lies outside is left out.
    plot.set(2, 0, series: 0)
    plot.set(0, -1, series: 0)
    #expect(plot.cell(0, 0)?.dots == 0x81)
    for x in 0..<2 { for y in 0..<4 { plot.set(x, y, series: 0) } }
    #expect(plot.cell(0, 0)?.dots == 0xFF)
  }

  private func column(_ value: Double, connected: Bool = true) -> ChartData.Column {
    ChartData.Column(
      first: value, last: value, minimum: value, maximum: value, isConnected: connected)
  }

  private func text(_ plot: DotPlot) -> String {
    (0..<plot.height).map { y in
      (0..<plot.width).map { x in
        plot.cell(x, y).map { cell in
          plot.hasBraille
            ? String(Unicode.Scalar(0x2800 + UInt32(cell.dots)) ?? "?") : "*"
        } ?? " "
      }.joined()
    }.joined(separator: "\n")
  }

  @Test func aLineGoesFromBottomToTop() {
    var plot = DotPlot(width: 4, height: 2, hasBraille: true)
    plot.line((0..<8).map { column(Double($0)) }, scale: ChartScale(bottom: 0, top: 7), series: 0)
    #expect(text(plot) == "  ⡠⠊\n⡠⠊  ")
  }

  @Test func aLineOfLettersDoesTheSame() {
    var plot = DotPlot(width: 4, height: 4, hasBraille: false)
    plot.line((0..<4).map { column(Double($0)) }, scale: ChartScale(bottom: 0, top: 3), series: 0)
    #expect(text(plot) == "   *\n  * \n *  \n*   ")
  }

  @Test func aStepIsALine() {
    var plot = DotPlot(width: 2, height: 4, hasBraille: false)
    plot.line([column(0), column(3)], scale: ChartScale(bottom: 0, top: 3), series: 0)
    #expect(text(plot) == " *\n *\n* \n* " || text(plot) == " *\n* \n* \n* ")
  }

  @Test func aGapStaysAGap() {
    var plot = DotPlot(width: 5, height: 1, hasBraille: false)
    plot.line(
      [column(1), nil, nil, column(1, connected: false), column(1)],
      scale: ChartScale(bottom: 0, top: 1), series: 0)
    #expect(text(plot) == "*  **")
    var connected = DotPlot(width: 5, height: 1, hasBraille: false)
    connected.line(
      [column(1), nil, nil, column(1), column(1)], scale: ChartScale(bottom: 0, top: 1), series: 0)
    #expect(text(connected) == "*****")
  }

  @Test func aValueBeyondTheScaleStaysInside() {
    var plot = DotPlot(width: 1, height: 2, hasBraille: false)
    plot.line([column(1e18)], scale: ChartScale(bottom: 0, top: 1), series: 0)
    #expect(text(plot) == "*\n ")
  }

  private func data(_ title: String, _ past: Past, count: Int = 40) throws -> ChartData {
    let definition = try #require(ChartDefinition.overview.first { $0.title == title })
    let time = try #require(past.history.newest?.time)
    return ChartData(definition, past.history, at: time, step: Samples.interval, count: count)
  }

  @Test func aMissingLookIsAGapAndNotZero() throws {
    let whole = try data("Tasks", Samples.past(looks: 0..<41))
    #expect(whole.series[0].columns.allSatisfy { $0 != nil })
    #expect(whole.series[0].columns.dropFirst().allSatisfy { $0?.isConnected == true })
    let cut = try data("Tasks", Samples.past(looks: 0..<41, without: Set(20..<25)))
    let columns = cut.series[0].columns
    #expect(columns.indices.filter { columns[$0] == nil } == Array(19..<24))
    #expect(columns[24]?.isConnected == false)
    #expect(columns[25]?.isConnected == true)
    // Looks that are far apart all the time are no gaps, after the first.
    let seldom = try data(
      "Tasks", Samples.past(looks: 0..<41, without: Set(0..<41).filter { $0 % 5 != 0 }))
    let kept = seldom.series[0].columns.compactMap { $0 }
    #expect(kept.count == 8 && kept.dropFirst().allSatisfy(\.isConnected))
    // One that is late only is no gap.
    let late = try data("Tasks", Samples.past(looks: 0..<41, without: [20]))
    #expect(late.series[0].columns[20]?.isConnected == true)
  }

  @Test func theLeastAndTheGreatestAreThoseThatAreDrawn() throws {
    let tasks = try data("Tasks", Samples.past(looks: 0..<200), count: 5)
    #expect(tasks.series[0].current == 29)
    #expect(tasks.series[0].minimum == 25)
    #expect(tasks.series[0].maximum == 29)
  }

  @Test func anAbsentFigureHasAReason() throws {
    let allocated = try data("Allocated", Samples.past(looks: 0..<10))
    #expect(allocated.series[0].current == nil)
    #expect(allocated.series[0].maximum == nil)
    #expect(allocated.series[0].reason == "the allocator is not hooked in this process")
    let first = try data("CPU", Samples.past(looks: 0..<1))
    #expect(first.series[0].reason == "takes two looks")
    #expect(first.series[0].columns.allSatisfy { $0 == nil })
  }

  @Test func processorTimeIsOfOneAndOfAll() throws {
    let processor = try data("CPU", Samples.past(looks: 0..<10))
    #expect(processor.series.map(\.current) == [42, 10.5])
    #expect(ChartScale(processor).top == 50)
    let idle = try data("CPU", Samples.past(looks: 0..<1))
    #expect(ChartScale(idle).top == 10)
  }

  @Test func durationsAreOnAxesOfPowers() {
    let scale = ChartScale(bottom: 256, top: 65_536, isLogarithmic: true)
    #expect([0, 256, 4096, 65_536, 1e9].map(scale.position) == [0, 0, 0.5, 1, 1])
    #expect(scale.middle == 4096)
    #expect(ChartScale(bottom: 0, top: 50).position(20) == 0.4)
    #expect(ChartScale(bottom: 0, top: 0).position(20) == 0)
  }

  @Test(arguments: [
    (0.0, Unit.count, 1.0), (1, .count, 1), (7, .count, 8), (9, .count, 10), (999, .count, 1000),
    (1023, .bytes, 1024), (1025, .bytes, 2048), (120, .percent, 200), (0.02, .rate, 0.02),
    (44_000, .rate, 50_000),
  ])
  func theScaleEndsAtARoundNumber(value: Double, unit: Unit, top: Double) {
    #expect(abs(ChartScale.roundUp(value, unit) - top) < top / 1e9)
  }

  @Test(arguments: [
    (0.0, Unit.count, "0"), (12_345, .count, "12,345"), (123_456, .count, "123 k"),
    (1_234_567, .rate, "1.23 M/s"), (0.5, .rate, "0.5/s"), (7.25, .percent, "7.3 %"),
    (0, .percent, "0 %"), (142.4, .percent, "142 %"), (1023, .bytes, "1,023 B"),
    (1024, .bytes, "1.00 KiB"), (12_500_000, .bytes, "11.9 MiB"), (1, .byteRate, "1 B/s"),
    (999.6, .duration, "1.00 us"), (256, .durationBelow, "< 256 ns"),
    (61e9, .duration, "1 min 1 s"),
    (3_720e9, .duration, "1 h 2 min"), (90_000e9, .duration, "1 d 1 h"),
    (59.97e9, .duration, "1 min 0 s"),
  ])
  func figuresHaveUnits(value: Double, unit: Unit, text: String) {
    #expect(Units(marks: .ascii).text(value, unit) == text)
  }
}
