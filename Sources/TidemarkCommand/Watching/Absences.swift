import TidemarkBaselines

/// Puts into words why something is absent.
enum Absences {
  /// Returns a line for each reason: one mostly explains many figures.
  static func lines(_ reasons: [String: String]) -> [String] {
    Dictionary(grouping: reasons.keys) { reasons[$0] ?? "" }
      .sorted { $0.key < $1.key }
      .map { reason, names in
        BaselineText.printable("no \(names.sorted().joined(separator: ", ")): \(reason)")
      }
  }
}
