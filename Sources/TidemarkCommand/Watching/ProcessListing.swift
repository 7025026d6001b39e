import TidemarkBaselines
import TidemarkLedger
import TidemarkLive

/// One line of the list of processes that can be watched.
struct ProcessListing: Codable, Hashable {
  var pid: Int
  var name: String
  var path: String
  /// The user that the process runs as.
  var user: String?
  /// Nanoseconds since the process started.
  var uptime: Int64?
  var isStopped = false
  var tasks: Int?
  var threads: Int?
  /// The resident set in bytes.
  var resident: Int?
  /// Why the process can't be read; then nothing else is known of it.
  var unreadable: String?
  /// Why a figure is absent, by its name.
  var unavailable: [String: String]?

  /// Looks at a process, or returns nil when it has ended meanwhile.
  init?(_ candidate: Candidate) {
    pid = candidate.process.pid
    name = candidate.name
    path = Executable.path(of: pid) ?? ""
    do throws(SourceError) {
      let snapshot = try LocalSource(candidate.process).outline()
      let process = snapshot.process
      user = process.user.isEmpty ? nil : process.user
      uptime = process.started > 0 ? snapshot.wallTime - process.started : nil
      isStopped = process.isStopped
      tasks = snapshot.figures.tasksLive
      threads = snapshot.figures.threads
      resident = snapshot.figures.resident
      unavailable = snapshot.unavailable.isEmpty ? nil : snapshot.unavailable
    } catch {
      if case .ended = error { return nil }
      unreadable = "\(error)"
    }
  }

  /// Returns a table that is no wider than a number of cells.
  static func table(_ listings: [ProcessListing], width: Int) -> [String] {
    var table = TextTable(
      [
        ("PID", .right), ("NAME", .left), ("USER", .left), ("UP", .right), ("TASKS", .right),
        ("THREADS", .right), ("RESIDENT", .right), ("PATH", .left),
      ], keepsEnd: true)
    for listing in listings {
      let mark = listing.isStopped ? " (stopped)" : ""
      table.add([
        "\(listing.pid)", TextMeasure.truncated(listing.name, to: 20) + mark, listing.user ?? "-",
        listing.uptime.map { FigureFormat.age(nanoseconds: $0) } ?? "-",
        FigureFormat.count(listing.tasks), FigureFormat.count(listing.threads),
        FigureFormat.bytes(listing.resident),
        listing.unreadable == nil ? listing.path : "",
      ])
    }
    // What can't be read is said in full below, where there is room for it.
    let reasons = listings.compactMap { listing in
      listing.unreadable.map { "\(listing.pid) can't be read: \(BaselineText.printable($0))" }
    }
    return table.lines(width: width) + reasons
  }
}
