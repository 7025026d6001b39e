import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// The loop between the terminal, the process and the model: it waits, passes on, and draws.
struct ScreenLoop {
  private let source: any ProcessSource
  private let options: ViewerOptions
  private let capabilities: Capabilities
  private var model: Model
  private var renderer: Renderer
  private var parser = KeyParser()
  private var follower: RecordingFollower?
  private var stackRequests = 0
  private var meter = Meter()
  /// When the screen was drawn and time passed last, on the viewer's clock.
  private var drawn: Int64 = 0
  private var advanced: Int64
  /// When the last look came, on the viewer's clock.
  private var looked: Int64 = 0

  /// Nanoseconds between two screens at least.
  private static let frame: Int64 = 100_000_000
  /// How long a lone escape waits for the rest of a sequence, over a slow line, too.
  private static let patience: Int32 = 60

  init(source: any ProcessSource, options: ViewerOptions, capabilities: Capabilities) {
    self.source = source
    self.options = options
    self.capabilities = capabilities
    model = Model(
      title: source.title, past: Past(interval: options.interval, capacity: options.capacity))
    model.view.playback = options.playback
    if options.isSlow {
      model.view.isSlow = true
      model.view.page = .scheduler
    }
    renderer = Renderer(colours: capabilities.colours)
    advanced = Clock.now
  }

  mutating func run() throws -> Outcome {
    let terminal = try Terminal()
    let waker = try Waker()
    SignalWatch.install(waking: waker.writeEnd)
    defer { SignalWatch.remove() }
    defer { terminal.leave() }
    try terminal.begin()
    let feed = Feed(source, wish: wish) { [descriptor = waker.writeEnd] in Waker.wake(descriptor) }
    defer { feed.stop() }
    if let recorded = source as? any RecordedSource {
      follower = RecordingFollower(recorded)
      follower?.begin(&model)
    } else {
      feed.start()
    }
    do throws(TerminalError) {
      while true {
        if let outcome = try turn(terminal, waker, feed) { return outcome }
      }
    } catch {
      if error == .lost { return .closed }
      throw error
    }
  }

  /// Waits for something to happen, and deals with it; returns how it all ended if it did.
  private mutating func turn(
    _ terminal: Terminal, _ waker: Waker, _ feed: Feed
  ) throws(TerminalError) -> Outcome? {
    let ready = waker.wait(for: terminal.input, milliseconds: pause)
    var isChanged = false
    for number in SignalWatch.take() {
      switch number {
      case SIGWINCH: isChanged = true
      case SIGTSTP: try suspend(terminal)
      case SIGCONT:
        terminal.leave()
        try terminal.begin()
        renderer.forget()
      default: return .signalled(number)
      }
      isChanged = true
    }
    var keys: [Key] = []
    if ready {
      keys = parser.feed(try terminal.read())
    } else if parser.isPending {
      keys = parser.flush()
    }
    for key in keys {
      isChanged = true
      switch model.handle(key) {
      case .quit: return .quit(model.farewell(look: capabilities.look))
      case .suspend: try suspend(terminal)
      case .redraw: renderer.forget()
      case .open: stackRequests += 1
      case nil: break
      }
    }
    for report in feed.take() {
      take(report)
      isChanged = true
    }
    let now = Clock.now
    model.advance(by: now - advanced)
    if model.view.playback.mode == .playing { isChanged = true }
    follower?.follow(&model)
    advanced = now
    switch (model.connection, model.view.isDetached) {
    case (.attached, true): model.connection = .detached
    case (.detached, false): model.connection = .attached
    default: break
    }
    let isListening = wish.events && !wish.isPaused
    // What ran when nobody listened any more is not known to have gone on.
    if !isListening, let latest = model.past.latest { model.past.interrupt(at: latest.time) }
    feed.wish(wish)
    if isChanged { isDue = true }
    // A key is answered at once; what moves by itself moves at a steady pace.
    if isDue, !keys.isEmpty || now - drawn >= Self.frame { try draw(terminal, at: now) }
    return nil
  }

  private var isDue = true

  private mutating func draw(_ terminal: Terminal, at now: Int64) throws(TerminalError) {
    let size = terminal.size
    model.view.pageRows = max(size.rows - 6, 1)
    let grid = ScreenDrawing(look: capabilities.look).draw(model, size: size)
    model.settle(grid.scrolled)
    drawn = now
    isDue = false
    meter.count(at: now)
    model.costs.processors = meter.processors
    model.costs.frames = meter.frames
    do throws(TerminalError) {
      try terminal.write(renderer.bytes(showing: grid))
    } catch {
      guard error == .interrupted else { throw error }
      // Nobody knows what the terminal shows now.
      renderer.forget()
      isDue = true
    }
  }

  /// How long nothing has to be done, in milliseconds.
  private var pause: Int32 {
    if parser.isPending { return Self.patience }
    guard isDue || model.view.playback.mode == .playing else { return 1000 }
    return Int32(clamping: max((drawn + Self.frame - Clock.now) / 1_000_000 + 1, 1))
  }

  private mutating func suspend(_ terminal: Terminal) throws(TerminalError) {
    terminal.leave()
    SignalWatch.stop()
    try terminal.begin()
    renderer.forget()
  }

  /// What the present view needs to know.
  private var wish: Feed.Wish {
    let isScheduler = model.view.page == .scheduler
    var wish = Feed.Wish(snapshots: isScheduler ? Self.frame : options.interval)
    wish.isPaused = model.view.isDetached
    // While transitions are played slowly, those that are kept must not be pushed out.
    wish.events = isScheduler && !model.view.isSlow && model.view.playback.mode == .live
    wish.stacks = stackRequests
    switch model.view.page {
    case .tasks, .tree: wish.tasks = options.interval
    case .scheduler: wish.tasks = 2_000_000_000
    case .losses: wish.tasks = 5_000_000_000
    case .overview: wish.tasks = nil
    }
    return wish
  }

  private mutating func take(_ report: Feed.Report) {
    if case .failed(let error) = report {
      switch error {
      case .ended(let how):
        model.connection = .ended(how)
        model.endedAfter = looked == 0 ? nil : Clock.now - looked
      case .unreadable(let why): model.connection = .unreadable(why)
      }
      return
    }
    model.connection = model.view.isDetached ? .detached : .attached
    switch report {
    case .snapshot(let snapshot, let took):
      model.past.add(snapshot)
      model.costs.snapshot = took
      looked = Clock.now
    case .tasks(let list, let took):
      model.past.add(list)
      model.costs.tasks = took
    case .stacks(let list):
      model.detail = list
      model.past.add(list)
    case .events(let batch, let took):
      model.past.add(batch)
      model.costs.events = took
    case .executors(let executors): model.past.name(executors)
    case .places(let places): model.past.name(places)
    case .failed: break
    }
  }
}
