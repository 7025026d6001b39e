import Testing
import TidemarkBaselines

@Suite struct TextReportTests {
  @Test func cleanRunIsShort() {
    #expect(
      Sample.text.render(Sample.report(Sample.level(2))) == #"""
        Tidemark · 2 tests · 2 level                             linux-x86_64 · swift 6.3 · debug · parallel

        Swift Testing: 2 of 2 tests measured
        not attributed: 0 tasks, 12 allocations (5.7 %) · nothing lost
        nothing to do: no figure stays above its mark

        """#)
  }

  @Test func riseIsShownWithItsReasons() {
    #expect(
      Sample.text.render(Sample.example) == #"""
        Tidemark · 42 tests · 1 risen · 1 fallen · 40 level      linux-x86_64 · swift 6.3 · debug · parallel

        ✘ FeedTests/refresh()                                             Tests/FeedTests/FeedTests.swift:14
        \#(Sample.reasons)
        ▽ FeedTests/decode()                                              Tests/FeedTests/FeedTests.swift:30
            heap.allocations       880…880           640     −27.3 %
              lower the mark: tidemark accept 'FeedTests/decode()'

        Swift Testing: 42 of 42 tests measured
        not attributed: 0 tasks, 12 allocations (0.2 %) · nothing lost
        next: undo the rise, or accept it: tidemark accept 'FeedTests/refresh()'

        """#)
  }

  @Test func oneTestHasNeitherHeaderNorFooter() throws {
    let outcome = try #require(Sample.example.outcomes(.risen).first)
    let whole = Sample.text.render(Sample.report([outcome]))
    let block = Sample.text.render(outcome)
    #expect(block.hasPrefix("✘ FeedTests/refresh()  "))
    #expect(block.hasSuffix("\n    confirmed in 3 of 3 re-runs"))
    #expect(!block.contains("not attributed") && !block.contains("risen"))
    #expect(whole.contains("\n\n\(block)\n\n"))
    let crashed = try #require(Sample.crashed.outcomes(.noVerdict).first)
    #expect(
      Sample.text.render(crashed) == """
        ? FeedTests/upload()                                              Tests/FeedTests/FeedTests.swift:50
            the ledger lost 3 task records: raise its size
        """)
  }

  @Test func narrowTerminalKeepsColumnsAndCommandsWhole() {
    let text = TextReport(width: 60, root: "/home/me/feed/")
    #expect(
      text.render(Sample.example) == #"""
        Tidemark · 42 tests · 1 risen · 1 fallen · 40 level
            linux-x86_64 · swift 6.3 · debug · parallel

        ✘ FeedTests/refresh()     Tests/FeedTests/FeedTests.swift:14
            tasks.created              12     13     +1    exact
              +1 at Sources/Feed/Feed.swift:42  (0 → 1)
                Feed.prefetch()
                or Sources/Feed/Feed.swift:44, which does as much
                Sources/Feed/Feed.swift:17  Feed.refresh()
                closure #1 in FeedTests.refresh()
            tasks.leaked                0      1     +1    exact
              waiting for a continuation, 0.51 s old, created at
                Sources/Feed/Feed.swift:42  Feed.prefetch()
                Sources/Feed/Feed.swift:17  Feed.refresh()
            heap.allocations  1,204…1,210  1,377  +13.8 %
              limit +5 %
              167 at Sources/Feed/Decode.swift:31
                Feed.decode(_:)  (largest, no reference recorded)
            confirmed in 3 of 3 re-runs
        ▽ FeedTests/decode()      Tests/FeedTests/FeedTests.swift:30
            heap.allocations      880…880    640  −27.3 %
              lower the mark: tidemark accept 'FeedTests/decode()'

        Swift Testing: 42 of 42 tests measured
        not attributed: 0 tasks, 12 allocations (0.2 %) · nothing
        lost
        next: undo the rise, or accept it:
          tidemark accept 'FeedTests/refresh()'

        """#)
  }

  @Test func manyMissingBaselinesAreCounted() {
    #expect(
      Sample.text.render(Sample.missing) == #"""
        Tidemark · 6 tests · 5 without baseline · 1 level        linux-x86_64 · swift 6.3 · debug · parallel

        ○ no baseline for 5 tests: tidemark update
            FeedTests (4) · ParserTests (1)

        Swift Testing: 6 of 6 tests measured
        not attributed: 0 tasks, 12 allocations (10.7 %) · nothing lost
        next: record the missing baselines and commit them: tidemark update

        """#)
  }

  @Test func crashComesFirst() {
    #expect(
      Sample.text.render(Sample.crashed) == #"""
        Tidemark · 1 test · 1 without verdict                    linux-x86_64 · swift 6.3 · debug · parallel

        ✘ the test process 4711 crashed with signal 11 in FeedTests/upload(): its results end there

        ? no verdict on 1 test
            the ledger lost 3 task records: raise its size
              FeedTests/upload()

        Swift Testing: 1 of 4 tests measured
        not attributed: 0 tasks, 12 allocations (100.0 %) · lost: 3 task records
        1 baseline without a test (FeedTests/old()): tidemark prune
        next: mend what is missing and run again; to check the probe: tidemark doctor

        """#)
  }

  @Test func unconfirmedAndNotComparedAreQuiet() {
    #expect(
      Sample.text.render(Sample.unconfirmed) == #"""
        Tidemark · 3 tests · 1 unconfirmed · 1 not compared · 1 level
            linux-x86_64 · swift 6.3 · debug · parallel

        ~ FeedTests/flaky()                                               Tests/FeedTests/FeedTests.swift:60
            heap.allocations was 1,377 once instead of 1,204…1,210, again in 0 of 3 re-runs
        – 1 test compared in part
            no baseline for linux-x86_64/6.3/debug/parallel/pool-4 (jobs.run, hops)
              FeedTests/elsewhere()
            to have them compared, record them here (tidemark update) and commit or, on the machine where
            you commit, take the .tidemark/last.json that this leaves:
              tidemark accept --from last.json

        Swift Testing: 3 of 3 tests measured
        not attributed: 0 tasks, 12 allocations (10.7 %) · nothing lost
        nothing to do: no figure that was compared stays above its mark

        """#)
  }

  /// A report of given files says how to take the figures of those, not of what is pending.
  @Test func adviceNamesTheFilesOfTheReport() {
    let text = TextReport(files: ["runner's.json"])
    #expect(
      text.render(Sample.machines).hasSuffix(
        #"""
        next: undo the rise, or accept it: tidemark accept 'FeedTests/refresh()' --from 'runner'\''s.json'

        """#))
    #expect(
      text.render(Sample.unconfirmed).contains(
        #"""
            to have them compared, take the figures of these results:
              tidemark accept --from 'runner'\''s.json'

        """#))
  }

  @Test func testOfSeveralMachinesCountsOnce() {
    let place = "    measured on \(Sample.environment.boundedKey)\n"
    let reasons = Sample.reasons.replacing("    confirmed", with: place + "    confirmed")
    #expect(
      Sample.text.render(Sample.machines) == #"""
        Tidemark · 2 tests · 1 risen · 1 without baseline        linux-x86_64 · swift 6.3 · debug · parallel

        ✘ FeedTests/refresh()                                             Tests/FeedTests/FeedTests.swift:14
        \#(reasons)
        ○ no baseline for 1 test: tidemark update
            FeedTests/new()

        Swift Testing: 2 of 2 tests measured
        not attributed: 0 tasks, 12 allocations (0.9 %) · nothing lost
        next: undo the rise, or accept it: tidemark accept 'FeedTests/refresh()'

        """#)
    #expect(Sample.machines.counts == [.risen: 1, .missing: 1])
    #expect(MarkdownReport().render(Sample.machines).contains("2 tests · 1 risen"))
  }

  @Test func strangeNamesKeepColumnsAndReachNoTerminal() {
    #expect(
      Sample.text.render(Sample.hostile) == #"""
        Tidemark · 1 test · 1 risen                              linux-x86_64 · swift 6.3 · debug · parallel

        ✘ 日本語/読み込み <b>|`\u{1B}[31m`                                Tests/FeedTests/FeedTests.swift:80
            heap.peakBytes   1.000…1.000 MiB      1.001 MiB           +0.1 %   limit | 0 %
            time.wall             1.5…1.7 ms     1,900.0 ms     +111,664.7 %   limit in the test
            first, 100 %: \u{0}
            second ]]> & "quoted"

        Swift Testing: 1 of 1 test measured
        not attributed: 0 tasks, 12 allocations (100.0 %) · nothing lost
        next: undo the rise, or accept it: tidemark accept '日本語/読み込み <b>|`\u{1B}[31m`'

        """#)
  }

  @Test func colorAddsNothingButEscapes() {
    let text = TextReport(color: true, root: "/home/me/feed").render(Sample.example)
    #expect(text.hasPrefix("\u{1B}[1mTidemark\u{1B}[0m · 42 tests · \u{1B}[1;31m1 risen\u{1B}[0m"))
    #expect(text.replacing(/\u{1B}\[[0-9;]*m/, with: "") == Sample.text.render(Sample.example))
    #expect(!Sample.text.render(Sample.example).contains("\u{1B}"))
  }

  @Test(arguments: [40, 60, 80, 100, 140])
  func noTrailingBlanks(width: Int) {
    for report in [Sample.example, Sample.crashed, Sample.unconfirmed, Sample.hostile] {
      let lines = TextReport(width: width).render(report).split(separator: "\n")
      #expect(lines.allSatisfy { $0.last != " " })
    }
  }
}
