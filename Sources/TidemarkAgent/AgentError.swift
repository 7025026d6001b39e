internal import CTidemarkProbe

/// Why a process can't be shown to viewers.
public struct AgentError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What failed, and what to do about it.
  public var description: String

  init(_ publication: TidemarkPublication) {
    var publication = publication
    let room = 2 * Int(TIDEMARK_PATH_LIMIT)
    description = String(unsafeUninitializedCapacity: room) { text in
      text.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return 0 }
        tidemark_describePublication(&publication, start, room)
        return text.prefix { $0 != 0 }.count
      }
    }
  }
}
