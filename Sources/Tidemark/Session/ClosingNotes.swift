package import TidemarkBaselines

/// What a test process without the command line says once, at its end.
package struct ClosingNotes: Hashable, Sendable {
  /// The tests that were failed and can be accepted.
  package var risen: Set<TestIdentity> = []
  /// Why figures that rose could not be kept for `tidemark accept`, the first time.
  package var unkept: String?
  /// The tests with a figure above its band, which one run does not confirm.
  package var unconfirmed: Set<TestIdentity> = []
  /// The tests some of whose figures a sanitizer made unavailable.
  package var sanitized: Set<TestIdentity> = []
  /// The tests without a baseline.
  package var missing: Set<TestIdentity> = []
  /// The tests whose figures were recorded.
  package var recorded: Set<TestIdentity> = []
  /// What is odd about the policy and the baselines.
  package var complaints: [String] = []

  /// Creates notes with nothing to say.
  package init() {}

  /// The lines, without the name of the tool in front.
  package var lines: [String] {
    var lines = complaints
    if !risen.isEmpty {
      let (verb, rise, object) =
        risen.count == 1 ? ("has", "rise", "it") : ("have", "rises", "them")
      let accept = unkept == nil ? ", or accept \(object): swift run tidemark accept" : ""
      lines.append(
        "\(Self.tests(risen)) \(verb) risen \(Self.names(risen)): undo the \(rise)\(accept)")
    }
    if let unkept { lines.append("figures that rose could not be kept to be accepted: \(unkept)") }
    if !unconfirmed.isEmpty {
      let place =
        unconfirmed.count == 1 ? "is above its recorded band" : "are above their recorded bands"
      lines.append(
        "\(Self.tests(unconfirmed)) \(place) \(Self.names(unconfirmed)), unconfirmed: "
          + "swift run tidemark check")
    }
    if !sanitized.isEmpty {
      let verb = sanitized.count == 1 ? "was" : "were"
      lines.append(
        "\(Self.tests(sanitized)) \(verb) compared without the figures that a sanitizer makes "
          + "unavailable")
    }
    if !missing.isEmpty {
      let (verb, object) = missing.count == 1 ? ("has", "it") : ("have", "them")
      lines.append(
        "\(Self.tests(missing)) \(verb) no baseline \(Self.names(missing)); record \(object): "
          + "swift run tidemark update")
    }
    if !recorded.isEmpty {
      lines.append(
        "recorded the figures of \(Self.tests(recorded)) from one run; "
          + "for bands of several: swift run tidemark update")
    }
    return lines
  }

  private static func tests(_ tests: Set<TestIdentity>) -> String {
    FigureText.counted(tests.count, "test")
  }

  private static func names(_ tests: Set<TestIdentity>) -> String {
    "(\(FigureText.some(tests.sorted().map(\.description), limit: 3)))"
  }
}
