import TidemarkBaselines

/// The package that the command works in, with the places where Tidemark keeps its files.
struct Workspace {
  /// The committed baselines.
  let store: BaselineStore

  /// Finds the package that contains the working folder.
  static func locate(_ host: Host) throws -> Workspace {
    let override = host.variables[BaselineStore.variable].map {
      $0.isEmpty ? "" : host.absolute($0)
    }
    return Workspace(store: try BaselineStore.locate(from: host.directory, override: override))
  }

  /// The folder of the package.
  var root: String { store.root }
  /// The figures that wait for a decision.
  var pending: PendingStore { PendingStore(baselines: store) }
  /// The folder of what is not committed.
  var state: String { "\(root)/.tidemark" }
  /// The results of the last check or update, for `report` and `accept --from`.
  var last: String { "\(state)/last.json" }

  /// Returns how many tests a run of all is likely to have, or nil when nothing tells.
  ///
  /// - Parameter baselines: The baselines, where they have been read.
  func expectedTests(_ baselines: BaselineSet? = nil) -> Int? {
    if let count = (baselines ?? (try? BaselineSet(store)))?.count, count > 0 { return count }
    return (try? SavedReport.read(last, root: nil))?.testCount
  }

  /// Makes sure that the folder of what is not committed is there and ignored by git.
  func prepare() throws { try StateFolder.prepare(root: root) }

  /// Keeps the results of a check or an update.
  func keep(_ report: Report) throws {
    let text = try JSONReport(encoding: report, root: root).text()
    try Files.replace(last, with: Array(text.utf8))
  }
}
