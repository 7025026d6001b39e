import TidemarkLive

/// Gets from a recording what a view needs where it is.
struct RecordingFollower: Sendable {
  private let source: any RecordedSource
  /// The moment that was got last, and the transitions that were got around one.
  private var moment: (time: Int64, page: Page)?
  private var loaded: ClosedRange<Int64>?

  /// How many transitions are got before a moment, and as many after it.
  private static let reach = 20_000

  init(_ source: any RecordedSource) { self.source = source }

  /// Fills a model with all looks of the recording.
  func begin(_ model: inout Model) {
    let snapshots = source.snapshots
    model.past = Past(interval: model.past.interval, capacity: max(snapshots.count, 2))
    for snapshot in snapshots { model.past.add(snapshot) }
    if snapshots.isEmpty, let first = try? source.snapshot(at: source.span.lowerBound) {
      model.past.add(first)
    }
    model.connection = .recorded
    model.recorded = Model.Recorded(span: source.span, ending: source.ending)
  }

  /// Brings a model to where its playback is.
  mutating func follow(_ model: inout Model) {
    let now = (time: model.position, page: model.view.page)
    if let moment, moment == now { return }
    moment = now
    do throws(SourceError) {
      // First, as names are those of the moment at which the recording is.
      model.recorded?.snapshot = try source.snapshot(at: now.time)
      if isOutside(model) {
        let batch = try source.events(around: now.time, count: Self.reach)
        model.past.replaceTransitions(batch)
        loaded = model.past.transitions.span
        let executors = Set(batch.events.compactMap(\.executor)).subtracting([0])
        model.past.name(source.executors(Array(executors)))
        let places = Array(Set(batch.events.compactMap(\.place)))
        model.past.name(
          Dictionary(zip(places, source.frames(at: places)), uniquingKeysWith: { $1 }))
        // What was created before these transitions was there when they began.
        if let first = batch.events.first, let list = try source.tasks(at: first.time) {
          model.past.name(list)
        }
      }
      if now.page == .scheduler {
        let depths = try source.queueDepths(at: now.time)
        model.recorded?.queueDepths = depths
        model.past.name(source.executors(Array(depths.keys)))
      }
      model.recorded?.tasks = now.page == .overview ? nil : try source.tasks(at: now.time)
      if let list = model.recorded?.tasks { model.past.name(list) }
      model.recorded?.trouble = nil
    } catch {
      model.recorded?.trouble = "\(error)"
    }
    // The tables are of the moment before until now.
    model.refresh()
  }

  /// Whether the transitions around the position have to be got anew.
  private func isOutside(_ model: Model) -> Bool {
    guard let loaded else { return true }
    // Near an end there is more beyond it, unless the recording ends there.
    let margin = (loaded.upperBound - loaded.lowerBound) / 8
    let span = source.span
    let position = model.position
    return position < (loaded.lowerBound <= span.lowerBound ? .min : loaded.lowerBound + margin)
      || position > (loaded.upperBound >= span.upperBound ? .max : loaded.upperBound - margin)
  }
}
