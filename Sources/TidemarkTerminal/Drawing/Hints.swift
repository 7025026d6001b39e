/// What can be pressed, the most useful first.
enum Hints {
  static func of(_ model: Model) -> [(String, String)] {
    if model.view.isHelp { return [("any key", "back"), ("q", "quit")] }
    var hints: [(String, String)] = []
    if model.view.opened != nil { hints.append(("Esc", "back")) }
    hints += model.view.playback.mode == .live ? [("space", "freeze")] : past(model)
    hints += page(model)
    return [("?", "help"), ("q", "quit")] + hints
  }

  private static func past(_ model: Model) -> [(String, String)] {
    guard model.view.isSlow || model.connection == .recorded else {
      return [("space", "live"), ("left/right", "step")]
    }
    return [
      ("space", "play/stop"), ("left/right", "step"), ("< >", "speed"), ("b", "backwards"),
      ("l", model.connection == .recorded ? "end" : "live"),
    ]
  }

  private static func page(_ model: Model) -> [(String, String)] {
    switch model.view.page {
    case .overview: [("left/right", "back in time"), ("+ -", "zoom")]
    case .scheduler:
      (model.view.isSlow ? [] : [("m", "slow motion")]) + [
        ("c", model.view.isColouredByExecutor ? "colour by task" : "colour by executor"),
        ("+ -", "zoom"),
      ]
    case .tasks where model.view.opened == nil:
      [("Enter", "details"), ("/", "filter"), ("s", "sort by next"), ("r", "reverse")]
    case .tree where model.view.opened == nil:
      [("Enter", "details"), ("e", model.view.isFolded ? "show each" : "fold alike")]
    default: []
    }
  }
}
