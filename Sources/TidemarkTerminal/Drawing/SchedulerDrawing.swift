import TidemarkLive

/// What each thread runs and ran, and what waits where.
struct SchedulerDrawing {
  var look: Look
  var model: Model

  func draw(in area: Area, on grid: inout Grid) {
    guard let snapshot = model.snapshot else { return }
    let queues = min(max(snapshot.executors.count, 1) + 2, max(area.height / 2, 3))
    let moments = model.view.isSlow ? min(max(area.height / 4, 3), 9) : 0
    let lanes = area.inset(bottom: queues + moments)
    LanesDrawing(look: look, model: model).draw(snapshot, in: lanes, on: &grid)
    let below = Area(x: area.x, y: lanes.maxY, width: area.width, height: queues)
    QueuesDrawing(look: look, model: model).draw(snapshot, in: below, on: &grid)
    if moments > 0 {
      let last = Area(x: area.x, y: below.maxY, width: area.width, height: moments)
      MomentsDrawing(look: look, model: model).draw(in: last, on: &grid)
    }
  }
}
