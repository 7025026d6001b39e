import Testing
import TidemarkLedger

@testable import TidemarkCommand

@Suite struct TargetTests {
  private func candidate(_ pid: Int, _ name: String) -> Candidate {
    Candidate(
      process: PublishedProcess(pid: pid, start: 1, descriptor: 3, version: 6), name: name)
  }

  @Test func aWordIsTakenForWhatItLooksLike() {
    #expect(Target(nil) == .only)
    #expect(Target("") == .only)
    #expect(Target("4711") == .process(pid: 4711))
    #expect(Target("server") == .named("server"))
    #expect(Target("localhost:9090") == .address("localhost:9090"))
    #expect(Target("[::1]:9090") == .address("[::1]:9090"))
    #expect(Target("a:b") == .named("a:b"))
    #expect(Target("x:99999") == .named("x:99999"))
    #expect(Target("run.tidemark") == .recording("run.tidemark"))
    #expect(Target("./1") == .recording("./1"))
    #expect(Target("٣") == .named("٣"))
    #expect(Target("99999999999999999999") == .named("99999999999999999999"))
  }

  @Test func aNameMayBeShortAsLongAsItIsClear() throws {
    let all = [candidate(7, "server"), candidate(8, "serve"), candidate(9, "worker")]
    #expect(try Target("w").choose(among: all).process.pid == 9)
    // The whole name of one, although another one's begins with it.
    #expect(try Target("serve").choose(among: all).process.pid == 8)
    #expect(throws: TargetError.ambiguous("s", [all[0], all[1]])) {
      try Target("s").choose(among: all)
    }
    let twins = [candidate(1, "server"), candidate(2, "server")]
    #expect(throws: TargetError.ambiguous("server", twins)) {
      try Target("server").choose(among: twins)
    }
    #expect(throws: TargetError.noName("x", others: all)) { try Target("x").choose(among: all) }
  }

  @Test func theOnlyOneNeedsNoName() throws {
    #expect(try Target(nil).choose(among: [candidate(7, "server")]).process.pid == 7)
    #expect(throws: TargetError.none) { try Target(nil).choose(among: []) }
    let two = [candidate(7, "server"), candidate(8, "server")]
    #expect(throws: TargetError.several(two)) { try Target(nil).choose(among: two) }
    let text = TargetError.several(two).description
    #expect(text.contains("tidemark 7   server\n") && text.contains("tidemark 8   server"))
  }

  @Test func aProcessThatDoesNotShowItselfIsToldFromOneThatIsNotThere() {
    #expect(throws: TargetError.noProcess(pid: 999_999_999)) {
      try Target("999999999").choose(among: [])
    }
    let error = #expect(throws: TargetError.self) { try Target("1").choose(among: []) }
    guard case .hidden(pid: 1, name: _, reason: _) = error else {
      Issue.record("process 1 is there: \(String(describing: error))")
      return
    }
  }

  @Test func aCommandThatIsNotTypedQuiteRightIsRecognized() {
    #expect(Misspelling.command(meantBy: "chekc") == "check")
    #expect(Misspelling.command(meantBy: "updte") == "update")
    #expect(Misspelling.command(meantBy: "Lits") == "list")
    #expect(Misspelling.command(meantBy: "hlep") == "help")
    for name in ["server", "nginx", "x", "checkout-service"] {
      #expect(Misspelling.command(meantBy: name) == nil, "\(name)")
    }
    #expect(Misspelling.distance("check", "check") == 0)
    #expect(Misspelling.distance("chekc", "check") == 1)
    #expect(Misspelling.distance("", "abc") == 3)
  }
}
