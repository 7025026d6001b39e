import Testing

@testable import TidemarkBaselines

@Suite struct WordingTests {
  @Test func numbers() {
    #expect(FigureText.count(0) == "0")
    #expect(FigureText.count(1_204) == "1,204")
    #expect(FigureText.count(-1_000_000) == "−1,000,000")
    #expect(FigureText.count(.min) == "−9,223,372,036,854,775,808")
    #expect(FigureText.fixed(-0.04, decimals: 1) == "0.0")
    #expect(FigureText.fixed(1234.05, decimals: 2) == "1,234.05")
  }

  @Test func unitsNeverRoundTwoFiguresIntoOne() {
    #expect(FigureText.figure(10_239, unit: .bytes) == "10,239 B")
    #expect(FigureText.figure(65_536, unit: .bytes) == "64.0 KiB")
    #expect(FigureText.figure(3 << 30, unit: .bytes) == "3.0 GiB")
    let close = FigureText.scaled([1_048_576, 1_048_577], unit: .bytes)
    #expect(close.numbers == ["1,048,576", "1,048,577"])
    #expect(close.suffix == " B")
    #expect(FigureText.figure(1_540_000, unit: .nanoseconds) == "1.5 ms")
    #expect(FigureText.figure(412, unit: .nanoseconds) == "412 ns")
    #expect(FigureText.duration(510_000_000) == "0.51 s")
  }

  @Test func changeFromNothingIsAbsolute() {
    var finding = Sample.allocations
    finding.baseline = Band(0, 0)
    #expect(FindingText(finding).change == "+1,377")
    finding.baseline = Band(.min, 12)
    finding.measured = 13
    #expect(FindingText(finding).baseline == "…12")
    finding.measured = .max
    finding.stability = .exact
    finding.baseline = Band(.min, .min)
    #expect(FindingText(finding).change == "+9,223,372,036,854,775,807")
  }

  @Test func pathsAreRelativeToThePackage() {
    let paths = SourcePaths(root: "/a/b/")
    #expect(paths.shorten("/a/b/Sources/C.swift") == "Sources/C.swift")
    #expect(paths.shorten("/a/bc/D.swift") == "/a/bc/D.swift")
    #expect(paths.isOwn("/a/b/Sources/C.swift"))
    #expect(!paths.isOwn("/a/bc/D.swift"))
    #expect(!paths.isOwn("/a/b/.build/checkouts/nio/E.swift"))
    #expect(!SourcePaths(root: nil).isOwn("/a/b/F.swift"))
    #expect(paths.shorten("/a/b/.build/checkouts/nio/E.swift") == "nio/E.swift")
    #expect(SourcePaths(root: nil).shorten("/a/b/F.swift") == "/a/b/F.swift")
  }

  @Test func runtimeFramesAreTrimmedAtTheEndsOnly() {
    func frame(_ image: String?) -> SourceFrame { SourceFrame(symbol: "f", image: image) }
    let runtime = ["libswiftCore.so", "/lib/libc.so.6", "libdispatch.so", "libTesting.so"]
    let stack = runtime.map(frame) + [frame("libcurl.so"), frame("libc.so.6"), frame(nil)]
    #expect((stack + runtime.map(frame)).trimmed == Array(stack.suffix(3)))
    #expect(runtime.map(frame).trimmed == runtime.map(frame))
  }

  @Test func leaksOfOneKindStandTogether() {
    var outcome = Sample.risen
    outcome.measurement.usage.leakedTasks = (0..<3).map { index in
      var task = Sample.task
      task.id = UInt64(index)
      task.name = "prefetch"
      task.age = 100_000_000 * (index + 1)
      return task
    }
    #expect(
      outcome.explanations.first?.headline
        == "3 tasks “prefetch” waiting for a continuation, up to 0.30 s old, created at")
    outcome.measurement.usage.leakedTasks = (0..<9).map { index in
      LeakedTask(id: UInt64(index), name: "t\(index)", state: .running, age: 0)
    }
    let leaks = outcome.explanations.filter { $0.metric == .tasksLeaked }
    #expect(leaks.count == 6)
    #expect(leaks.last?.headline == "and 4 more leaked tasks")
  }

  @Test func threadsAndFilesAreNamed() {
    var outcome = Sample.outcome("a()", .risen)
    outcome.measurement.usage.leakedThreads = [LeakedThread(id: 9, name: "poller")]
    outcome.measurement.usage.leakedFiles = [LeakedFile(descriptor: 7, target: "socket:[1]")]
    #expect(outcome.explanations.isEmpty)
    outcome.findings = [Metric.threadsLeaked, .filesLeaked].map { metric in
      Finding(
        metric: metric, direction: .risen, baseline: Band(0, 0), measured: 1, bound: 0,
        rule: "exact", stability: .exact)
    }
    #expect(
      outcome.explanations.map(\.headline)
        == ["thread “poller” still runs", "descriptor 7 still open on socket:[1]"])
  }

  @Test func causeIsToldOnce() {
    var outcome = Sample.risen
    let cause = Cause(
      metric: .hops, frames: [Sample.frame("f()", "F.swift", 3)], count: 9, reference: 8)
    outcome.findings[1].causes = [cause] + outcome.findings[0].causes
    #expect(outcome.causesToShow.map(\.count) == [1, 1, 1])
    #expect(outcome.causesToShow[1] == [cause])
  }

  @Test func causeSaysOfWhatAndHowMuch() {
    func words(_ metric: Metric, _ count: Int, _ reference: Int?, of finding: Metric) -> String? {
      var risen = Sample.created
      risen.metric = finding
      let cause = Cause(
        metric: metric, frames: [Sample.frame("f()", "F.swift", 3)], count: count,
        reference: reference)
      return CauseText(cause, of: risen).map { "\($0.change) \($0.figures)" }
    }
    #expect(words(.hops, 1_205, 5, of: .hops) == "+1,200 at 5 → 1,205")
    #expect(words(.hops, 3, 3, of: .hops) == "3 at 3 → 3")
    #expect(words(.hops, 9, 5, of: .jobsRun) == "+4 hops at 5 → 9")
    #expect(words(.hops, 9, nil, of: .hops) == "9 at largest, no reference recorded")
    #expect(
      words(.heapBytesAllocated, 65_536, 32_768, of: .heapBytesAllocated)
        == "+32.0 KiB at 32.0 → 64.0 KiB")
    let nowhere = Cause(metric: .hops, frames: [], count: 1, reference: 0)
    #expect(CauseText(nowhere, of: Sample.created) == nil)
  }

  @Test func argumentsAreQuotedForTheShell() {
    #expect(NextStep.quoted("FeedTests") == "FeedTests")
    #expect(NextStep.quoted("A/b()") == "'A/b()'")
    #expect(NextStep.quoted("it's") == #"'it'\''s'"#)
  }

  @Test func textIsMeasuredInColumns() {
    #expect(TextMeasure.width("e\u{301}日本🌊") == 7)
    // Letters are counted by a shorter way, on which nothing else may go.
    #expect(TextMeasure.width("plain ~ text") == 12)
    #expect(TextMeasure.width("a\u{7F}b\tc\u{1B}") == 3)
    #expect(TextMeasure.printable("plain ~ text") == "plain ~ text")
    #expect(TextMeasure.printable("a\u{7F}b\tc") == #"a\u{7F}b c"#)
    #expect(TextMeasure.truncated("日本語", to: 5) == "日本…")
    #expect(TextMeasure.wrapped("aa bb cc", to: 5) == ["aa bb", "cc"])
    #expect(TextMeasure.printable("a\u{1B}[2J\u{202E}") == #"a\u{1B}[2J\u{202E}"#)
  }
}
