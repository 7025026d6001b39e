/// A call site as result and pending files write it.
struct CallSiteWire: Codable {
  var metric: String
  var frames: [SourceFrame]
  var count: Int
  var bytes: Int?

  init(encoding site: CallSite) {
    metric = site.metric.name
    frames = site.frames
    count = site.count
    bytes = site.bytes == 0 ? nil : site.bytes
  }

  /// The call site, or nil when this version does not know the metric.
  var site: CallSite? {
    Metric(name: metric).map {
      CallSite(metric: $0, frames: frames, count: count, bytes: bytes ?? 0)
    }
  }
}
