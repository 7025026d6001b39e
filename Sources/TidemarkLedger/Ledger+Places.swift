internal import CTidemarkLedger

extension Ledger {
  /// Returns the addresses of a place that an event names, innermost first: none where there is no such
  /// place, and only the innermost one where there was no room for the others.
  package func stack(ofPlace place: UInt64) -> [UInt64] {
    guard place > 0 else { return [] }
    guard place <= UInt64(TIDEMARK_PLACE_LIMIT) else { return [place] }
    var record = TidemarkPlace()
    withBase { base in
      let places = (base + placesOffset).assumingMemoryBound(to: TidemarkPlace.self)
      Self.copy(places + (Int(place) - 1), to: &record)
    }
    guard record.isWhole != 0 else { return [] }
    return withUnsafeBytes(of: record.addresses) { bytes in
      bytes.bindMemory(to: UInt64.self).prefix { $0 != 0 }.map(\.self)
    }
  }
}
