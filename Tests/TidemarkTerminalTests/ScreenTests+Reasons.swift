import Testing
import TidemarkLive

@testable import TidemarkTerminal

/// What a screen says of what can't be read, is over, or is not of one moment.
extension ScreenTests {
  @Test func whereMemoryMayNotBeReadEveryViewSaysSo() {
    let reason = "the kernel lets only root read its memory; run as root, or ask whoever may do so"
    var snapshot = Samples.snapshot(61)
    snapshot.executors = []
    snapshot.unavailable = ["executors": reason]
    var model = Samples.model()
    model.past.add(snapshot)
    var list = Samples.tasks(at: 61)
    for index in list.tasks.indices {
      list.tasks[index].id = 0
      list.tasks[index].parent = nil
    }
    list.unavailable = ["id": reason, "parent": reason, "stack": reason]
    model.past.add(list)
    model.advance(by: 0)
    let look = Look(marks: .unicode, hasColours: true)
    func screen(_ keys: String) -> String {
      Self.keys(keys)(&model)
      let size = TerminalSize(columns: 80, rows: 24)
      let text = ScreenDrawing(look: look).draw(model, size: size).text
      return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    #expect(screen("2").contains("not shown: \(reason)"))
    #expect(screen("3").contains("5 says what is not shown, and why"))
    let tree = screen("4")
    #expect(tree.contains("whose parents are not known: 5 says why"))
    #expect(!tree.contains("each below its parent"))
    #expect(screen("5").contains(reason))
    #expect(screen("3\r").contains("Runs in looking"))
    model.detail = list
    #expect(screen("").contains("Runs in \(reason)"))
  }

  func text(_ model: Model, _ columns: Int, _ rows: Int) -> String {
    ScreenDrawing(look: Look(marks: .unicode, hasColours: true))
      .draw(model, size: TerminalSize(columns: columns, rows: rows)).text
  }

  @Test func theLastScreenSaysHowTheProcessEnded() {
    var model = Samples.model()
    let endings: [(Ending, corner: String, sentence: String)] = [
      (Ending(of: 4711, .exited(3)), " ended: exit 3", "process 4711 has ended: exit 3 ·"),
      (Ending(of: 4711, .signalled(9)), " ended: SIGKILL", "process 4711 has ended: SIGKILL ·"),
      (
        Ending(of: 4711, .replaced(by: "/bin/sleep")), " now another program",
        "process 4711 has become another program: /bin/sleep ·"
      ),
      (Ending(of: 4711, .unknown("why")), " ended", "process 4711 has ended; why ·"),
      ("it says so", " over", "it says so ·"),
    ]
    for (ending, corner, sentence) in endings {
      model.connection = .ended(ending)
      let lines = text(model, 80, 24).split(separator: "\n")
      #expect(lines.first?.hasSuffix(corner) == true)
      #expect(lines.last?.hasPrefix(sentence) == true)
      // The last state stays.
      #expect(lines.contains { $0.contains("Tasks live 30") })
    }
    // However little room there is, the other program has a name.
    for (path, columns, sentence) in [
      ("/usr/bin/sleep", 60, "it has become /usr/bin/sleep"),
      ("/usr/bin/sleep", 40, "it has become sleep"),
      ("/srv/ordering-service", 40, "it has become ordering…"), ("/", 40, "it has become /"),
    ] {
      model.connection = .ended(Ending(of: 4_194_303, .replaced(by: path)))
      #expect(text(model, columns, 10).hasSuffix("\n\(sentence) · q quit  ? help"))
    }
    // Whatever has to be cut, the keys are there.
    model.connection = .ended(Ending(of: 4711, .unknown(String(repeating: "long ", count: 30))))
    #expect(text(model, 40, 10).hasSuffix("\nprocess 4711 has … · q quit  ? help"))
  }

  @Test func whatIsNotOfOneMomentSaysSo() {
    func text(within: Int64?, _ key: String) -> String {
      var model = Samples.model()
      var snapshot = Samples.snapshot(61)
      snapshot.within = within
      model.past.add(snapshot)
      Self.keys(key)(&model)
      model.advance(by: 0)
      return self.text(model, 80, 24)
    }
    #expect(text(within: 1_150_000, "2").contains("within 1.2 ms"))
    #expect(text(within: 1_150_000, "5").contains("read within 1.2 ms, while tasks moved"))
    for page in ["2", "5"] { #expect(!text(within: nil, page).contains("within")) }
  }

  @Test func whoQuitsIsToldWhatBecameOfTheProcess() {
    var model = Samples.model()
    let look = Look(marks: .unicode, hasColours: true)
    #expect(model.farewell(look: look) == "left server (4711) running")
    model.endedAfter = 200_000_000
    // It had run for 120 seconds at the last look.
    model.connection = .ended(Ending(of: 4711, .exited(3)))
    #expect(model.farewell(look: look) == "server (4711) ended: exit 3 after 2 min 0 s")
    model.connection = .ended(Ending(of: 4711, .replaced(by: "/bin/sleep")))
    #expect(
      model.farewell(look: look)
        == "server (4711) became another program after 2 min 0 s: /bin/sleep")
    // Nobody looked for long.
    model.endedAfter = 60_000_000_000
    model.connection = .ended(Ending(of: 4711, .signalled(11)))
    #expect(
      model.farewell(look: look) == "server (4711) ended: SIGSEGV within 3 min 0 s of its start")
    model.connection = .unreadable("no reason")
    #expect(
      model.farewell(look: look) == "left server (4711), which can't be read any more: no reason")
    model.connection = .recorded
    #expect(model.farewell(look: look) == nil)
  }
}
