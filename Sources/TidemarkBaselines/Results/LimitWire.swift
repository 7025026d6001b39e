/// A limit as result files write it.
struct LimitWire: Codable {
  var metric: String
  var lowest: Int?
  var highest: Int?

  init(encoding limit: Limit) {
    metric = limit.metric.name
    lowest = limit.lowest
    highest = limit.highest
  }

  var limit: Limit? {
    Metric(name: metric).map { Limit(metric: $0, lowest: lowest, highest: highest) }
  }
}
