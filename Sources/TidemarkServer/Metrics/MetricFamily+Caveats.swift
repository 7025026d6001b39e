internal import TidemarkLive

extension MetricFamily {
  /// Returns what was lost, and what is absent and why.
  static func caveats(_ snapshot: Snapshot) -> [MetricFamily] {
    var losses = MetricFamily(
      "tidemark_losses", .counter,
      "What could not be kept, by the table that had no room; figures are too low by it.")
    for table in Set(lossTables).union(snapshot.losses.keys).sorted() {
      losses.add(snapshot.losses[table] ?? 0, ("table", table))
    }
    var absent = MetricFamily("tidemark_unavailable", .info, "Why a figure is absent.")
    for (figure, reason) in snapshot.unavailable.sorted(by: { $0.key < $1.key }) {
      absent.add(1, ("figure", figure), ("reason", reason))
    }
    return [losses, absent]
  }

  /// The tables that are always listed, so that a loss is seen as a rise from 0.
  private static let lossTables = ["events", "tasks", "threads"]

  /// Returns what the server itself did.
  static func server(_ tally: ServerDescription.Tally) -> [MetricFamily] {
    var connections = MetricFamily(
      "tidemark_server_connections", .gauge, "Connections to this server.")
    connections.add(tally.connections)
    var streams = MetricFamily("tidemark_server_streams", .gauge, "Of these, streams of events.")
    streams.add(tally.streams)
    let counters = [
      ("requests", "Requests answered.", tally.requests),
      (
        "connections_refused", "Connections that had to go because there were too many.",
        tally.connectionsRefused
      ),
      (
        "connections_cut", "Connections cut off because their client was too slow.",
        tally.connectionsCut
      ),
      (
        "messages_dropped", "Messages left out because their client was too slow.",
        tally.messagesDropped
      ),
    ]
    return [connections, streams]
      + counters.map { name, help, value in
        var family = MetricFamily("tidemark_server_" + name, .counter, help)
        family.add(value)
        return family
      }
  }
}
