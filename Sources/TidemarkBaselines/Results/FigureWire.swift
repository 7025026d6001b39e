/// A figure as result and pending files write it: `12`, `{"shared": 12}` or `{"unavailable": "why"}`.
struct FigureWire: Codable {
  private enum CodingKeys: String, CodingKey {
    case shared
    case unavailable
  }

  let figure: Figure

  init(encoding figure: Figure) {
    self.figure = figure
  }

  init(from decoder: any Decoder) throws {
    if let value = try? decoder.singleValueContainer().decode(Int.self) {
      figure = .measured(value)
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    if let value = try container.decodeIfPresent(Int.self, forKey: .shared) {
      figure = .shared(value)
    } else {
      figure = .unavailable(reason: try container.decode(String.self, forKey: .unavailable))
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch figure {
    case .measured(let value):
      var container = encoder.singleValueContainer()
      try container.encode(value)
    case .shared(let value):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(value, forKey: .shared)
    case .unavailable(let reason):
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(reason, forKey: .unavailable)
    }
  }
}
