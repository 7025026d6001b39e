import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct HistoryTests {
  @Test func theOldestAreForgotten() {
    var history = History(capacity: 100, patience: Samples.interval * 2)
    for index in 0..<1000 { history.append(Samples.snapshot(index)) }
    #expect(history.samples.count == 100)
    #expect(history.samples.first?.time == Samples.snapshot(900).time)
    #expect(history.newest?.time == Samples.snapshot(999).time)
    #expect(history.newest?.snapshot.histograms.isEmpty == true)
  }

  @Test func aLookIsFoundByItsTime() throws {
    var history = History(capacity: 100, patience: Samples.interval * 2)
    #expect(history.sample(at: 0) == nil)
    #expect(history.span == nil)
    for index in 10..<20 { history.append(Samples.snapshot(index)) }
    let twelfth = Samples.snapshot(12).time
    #expect(history.sample(at: twelfth)?.time == twelfth)
    #expect(history.sample(at: twelfth + 1)?.time == twelfth)
    #expect(history.sample(at: twelfth - 1)?.time == Samples.snapshot(11).time)
    #expect(history.sample(at: 0)?.time == Samples.snapshot(10).time)
    #expect(history.time(steps: 3, from: twelfth) == Samples.snapshot(15).time)
    #expect(history.time(steps: -5, from: twelfth) == Samples.snapshot(10).time)
    #expect(history.time(steps: 50, from: twelfth) == Samples.snapshot(19).time)
    // The one before the range is needed for the line that enters it.
    let found = history.samples(in: twelfth...Samples.snapshot(14).time)
    #expect(found.map(\.time) == (11...14).map { Samples.snapshot($0).time })
  }

  @Test func aLookFromThePastIsIgnored() {
    var history = History(capacity: 10, patience: 1)
    history.append(Samples.snapshot(2))
    history.append(Samples.snapshot(1))
    history.append(Samples.snapshot(2))
    #expect(history.samples.count == 1)
  }

  @Test func ratesAreDifferences() throws {
    let rates = try #require(Rates(from: Samples.snapshot(4), to: Samples.snapshot(6)))
    #expect(rates.interval == 1_000_000_000)
    #expect(rates.jobs == 2000)
    #expect(rates.hops == 600)
    #expect(rates.tasksCreated == 200)
    #expect(rates.processors == 0.42)
    #expect(rates.bytesAllocated == nil)
    #expect(rates.jobsTimed == 2000)
    #expect(rates.queueLatency?.median == .below(2048))
    #expect(rates.queueLatency?.ninetyNinth == .below(262_144))
  }

  @Test func figuresOfADamagedLedgerAreNoTrap() throws {
    var earlier = Samples.snapshot(4)
    var later = Samples.snapshot(6)
    earlier.figures.jobsRun = .min
    later.figures.jobsRun = .max
    later.figures.hops = .min
    later.losses = ["tasks": .max, "events": .max]
    let buckets = [UInt64](repeating: .max, count: DurationHistogram.bucketCount)
    let histogram = DurationHistogram(
      subject: .queueLatency, executor: .global, buckets: buckets, sum: .max)
    later.histograms = [histogram, histogram]
    let rates = try #require(Rates(from: earlier, to: later))
    #expect(rates.jobs ?? 0 > 9e18)
    #expect(rates.hops == 0)
    #expect(rates.jobsTimed == .max)
    var screen = StillScreen(title: "damaged")
    screen.take(earlier)
    screen.take(later)
    screen.press("5")
    #expect(screen.text(columns: 80, rows: 24).contains("lost"))
  }

  @Test func anotherProcessHasNoRates() {
    var other = Samples.snapshot(5)
    other.process.started += 1
    #expect(Rates(from: Samples.snapshot(4), to: other) == nil)
    #expect(Rates(from: Samples.snapshot(4), to: Samples.snapshot(4)) == nil)
  }

  @Test func nothingThatStartedHasNoQuantiles() throws {
    var later = Samples.snapshot(5)
    later.histograms = Samples.snapshot(4).histograms
    let rates = try #require(Rates(from: Samples.snapshot(4), to: later))
    #expect(rates.jobsTimed == 0)
    #expect(rates.queueLatency == nil)
    later.histograms = []
    #expect(Rates(from: Samples.snapshot(4), to: later)?.jobsTimed == nil)
  }

  @Test func theLastBucketHasOnlyALowerBound() throws {
    var later = Samples.snapshot(1)
    var histogram = later.histograms[0]
    histogram.buckets[DurationHistogram.bucketCount - 1] += 1_000_000
    later.histograms = [histogram]
    let latency = try #require(
      HistogramDifference(.queueLatency, from: Samples.snapshot(0), to: later)?.quantiles)
    #expect(latency.median == .atLeast(256 << 26))
    let text = Units(marks: .ascii).text(Double(latency.median.nanoseconds), .durationBelow)
    #expect(text == ">= 17.2 s")
  }

  @Test func theSecondLookBecomesPartOfTheChartsAtOnce() {
    var past = Past(interval: Samples.interval, capacity: 10)
    for tenth in 0..<12 {
      var snapshot = Samples.snapshot(1)
      snapshot.time += Int64(tenth) * 100_000_000
      past.add(snapshot)
    }
    let times = past.history.samples.map { ($0.time - Samples.snapshot(1).time) / 100_000_000 }
    #expect(times == [0, 1, 6, 11])
    #expect(past.glances.count == 12)
  }

  @Test func listsOfTasksAreBounded() {
    var past = Past(interval: Samples.interval, capacity: 10)
    for index in 0..<3000 { past.add(Samples.tasks(at: index)) }
    #expect(past.lists.count == 1000)
    var long = Samples.tasks(at: 3001)
    long.tasks = Array(repeating: long.tasks[0], count: 99_990)
    past.add(long)
    #expect(past.lists.count == 2)
    #expect(past.tasks(at: Samples.start) == nil)
    #expect(past.tasks(at: .max)?.time == long.time)
  }

  @Test func theOnlyListIsShownWhereTheLookIsOlder() {
    var past = Past(interval: Samples.interval, capacity: 10)
    var look = Samples.snapshot(1)
    past.add(look)
    var list = Samples.tasks(at: 1)
    list.time = look.time + 1
    past.add(list)
    #expect(past.tasks(at: look.time)?.time == list.time)
    look.time += Samples.interval
    past.add(look)
    #expect(past.tasks(at: look.time)?.time == list.time)
    #expect(past.tasks(at: list.time - 1) == nil)
  }
}
