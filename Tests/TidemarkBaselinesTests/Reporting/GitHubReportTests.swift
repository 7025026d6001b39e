import Testing

@testable import TidemarkBaselines

@Suite struct GitHubReportTests {
  private let github = GitHubReport(root: "/home/me/feed")

  @Test func riseIsAnErrorOnTheLineThatDidIt() {
    #expect(
      github.render(Sample.example) == #"""
        ::error file=Sources/Feed/Feed.swift,line=42,title=FeedTests/refresh() has risen::    tasks.created               12            13        +1     exact%0A      +1 at Sources/Feed/Feed.swift:42  Feed.prefetch()  (0 → 1)%0A        or Sources/Feed/Feed.swift:44, which does as much%0A        Sources/Feed/Feed.swift:17  Feed.refresh()%0A        closure #1 in FeedTests.refresh()%0A    tasks.leaked                 0             1        +1     exact%0A      waiting for a continuation, 0.51 s old, created at%0A        Sources/Feed/Feed.swift:42  Feed.prefetch()%0A        Sources/Feed/Feed.swift:17  Feed.refresh()%0A    heap.allocations   1,204…1,210         1,377     +13.8 %25   limit +5 %25%0A      167 at Sources/Feed/Decode.swift:31  Feed.decode(_:)  (largest, no reference recorded)%0A    confirmed in 3 of 3 re-runs%0Aaccept: tidemark accept 'FeedTests/refresh()'

        """#)
  }

  @Test func riseWithoutAKnownCauseIsOnTheTestsLine() {
    var outcome = Sample.risen
    outcome.findings = [Sample.allocations]
    let place = "::error file=Tests/FeedTests/FeedTests.swift,line=14,"
    #expect(github.render(Sample.report([outcome])).hasPrefix(place))
    var finding = Sample.created
    finding.causes[0].frames[0].file = "/home/me/feed/.build/checkouts/nio/Sources/NIO.swift"
    outcome.findings = [finding]
    #expect(github.render(Sample.report([outcome])).hasPrefix(place))
    finding.causes = []
    outcome.findings = [finding, Sample.created]
    #expect(
      github.render(Sample.report([outcome]))
        .hasPrefix("::error file=Sources/Feed/Feed.swift,line=42,"))
  }

  @Test func crashAndLossAreErrors() {
    #expect(
      github.render(Sample.crashed) == #"""
        ::error title=Tidemark::the test process 4711 crashed with signal 11 in FeedTests/upload(): its results end there
        ::error file=Tests/FeedTests/FeedTests.swift,line=50,title=FeedTests/upload() no verdict::the ledger lost 3 task records: raise its size
        ::error title=Tidemark::no verdict, lost: 3 task records

        """#)
  }

  @Test func cleanRunSaysNothing() {
    #expect(github.render(Sample.report(Sample.level(2))) == "")
  }

  @Test func specialCharactersAreEscaped() {
    #expect(Annotation.data("5 %\r\n: a, b") == "5 %25%0D%0A: a, b")
    #expect(Annotation.property("a:b,c%\n") == "a%3Ab%2Cc%25%0A")
    let annotation = Annotation(.warning, "A::b()", "x\ny", file: "a,b.swift", line: 3)
    #expect(annotation.text == "::warning file=a%2Cb.swift,line=3,title=A%3A%3Ab()::x%0Ay")
  }

  @Test func tenAnnotationsAreTheMost() {
    let risen = (0..<25).map { (index: Int) in
      Sample.outcome("t\(index)()", line: index, .risen, findings: [Sample.created])
    }
    let lines = github.render(Sample.report(risen)).split(separator: "\n")
    #expect(lines.count == 10)
    #expect(
      lines.last == "::error title=Tidemark::and 16 more findings: see the summary of the job")
  }
}
