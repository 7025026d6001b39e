import TidemarkLive

/// What each thread runs and ran, and what waits where.
struct SchedulerDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    guard let snapshot = model.snapshot else { return }
    let queues = model.past.queues(
      of: snapshot, at: model.position,
      loads: model.isByTransitions ? model.past.transitions.loads(at: model.position) : nil,
      depths: model.recorded?.queueDepths ?? [:])
    let isRoomy = area.height > 12
    let gap = isRoomy ? 1 : 0
    let moments = model.view.isSlow ? min(max(area.height / 4, 3), 12) : 0
    // Where there is no room for queues as well, how much waits is a line.
    let least = area.height - moments < 6 ? 1 : 2
    let rows = min(max(queues.count, 1) + 1, max((area.height - moments) / 3, least))
    // The queues follow the lanes at once where there are few of them.
    let lanes = min(
      max(snapshot.workers.count, 1) + 1,
      area.height - moments - rows - gap * (moments > 0 ? 2 : 1))
    var place = area
    place.height = lanes
    LanesDrawing(look: look, model: model).draw(snapshot, in: place, on: &grid)
    place.y += lanes + gap
    place.height = rows
    QueuesDrawing(look: look, model: model).draw(queues, of: snapshot, in: place, on: &grid)
    if moments > 0 {
      place.y += rows + gap
      place.height = area.maxY - place.y
      MomentsDrawing(look: look, model: model).draw(in: place, on: &grid)
    }
  }
}
