internal import TidemarkLive

extension Reply {
  /// Returns what a process is like for a scraper.
  init(exposing snapshot: Snapshot, tally: ServerDescription.Tally, format: ExpositionFormat) {
    let families =
      MetricFamily.process(snapshot) + MetricFamily.tasks(snapshot)
      + MetricFamily.executors(snapshot) + MetricFamily.durations(snapshot)
      + MetricFamily.caveats(snapshot) + MetricFamily.server(tally)
    self.init(
      contentType: format.contentType, body: Array(Exposition(families, format: format).text.utf8))
  }
}
