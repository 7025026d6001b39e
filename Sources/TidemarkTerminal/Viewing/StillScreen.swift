package import TidemarkLive

/// What a viewer shows, drawn without a terminal: it is given what there is to show, and keys.
package struct StillScreen: Sendable {
  private var model: Model
  private var follower: RecordingFollower?
  private var parser = KeyParser()

  /// The time between the looks that charts are made of, in nanoseconds.
  private static let interval: Int64 = 500_000_000

  /// A process that is looked at.
  package init(title: String) {
    model = Model(title: title, past: Past(interval: Self.interval, capacity: 600))
    model.connection = .attached
  }

  /// A recording.
  package init(_ recorded: any RecordedSource) {
    self.init(title: recorded.title)
    follower = RecordingFollower(recorded)
    follower?.begin(&model)
    press("")
  }

  package mutating func take(_ snapshot: Snapshot) { model.past.add(snapshot) }

  package mutating func take(_ batch: EventBatch) { model.past.add(batch) }

  package mutating func take(_ list: TaskList) {
    model.past.add(list)
    model.detail = list
  }

  /// Does what keys mean, as a terminal sends them.
  package mutating func press(_ keys: String) {
    for key in parser.feed(Array(keys.utf8)) + parser.flush() { _ = model.handle(key) }
    model.advance(by: 0)
    follower?.follow(&model)
  }

  /// Returns the text of the screen.
  package func text(columns: Int, rows: Int) -> String {
    ScreenDrawing(look: Look(marks: .unicode, hasColours: true))
      .draw(model, size: TerminalSize(columns: columns, rows: rows)).text
  }
}
