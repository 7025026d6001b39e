import Foundation
import Testing
import Tidemark
import TidemarkBaselines
import TidemarkLedger

/// What the runtime makes once, types, conformances and global variables, is not the doing of the
/// test that happens to come first.
@Suite(.serialized, .enabled(if: probeCan(.heap))) struct FirstTouchTests {
  enum Work: String, CaseIterable {
    case arrays, strings, dictionaries, generics, existentials, casts, encoding, groups, printing
    case globals, keyPaths, interpolation, mirrors, closures, weakReferences, errors, sets, sorting
    case tasks, actors, formatting, data, dates, streams, classes, enums

    /// Whether the work needs what Foundation and ICU keep for themselves once it was asked for.
    ///
    /// So does a little of the compiled part of the standard library. Nothing tells such memory from
    /// what they return.
    var hasCachesOfItsOwn: Bool {
      switch self {
      case .casts, .dates, .encoding, .formatting: true
      default: false
      }
    }

    @inline(never) func run() async {
      switch self {
      case .arrays: touchArrays()
      case .strings: touchStrings()
      case .dictionaries: touchDictionaries()
      case .generics: touchGenerics()
      case .existentials: touchExistentials()
      case .casts: touchCasts()
      case .encoding: touchEncoding()
      case .groups: await touchGroups()
      case .printing: touchPrinting()
      case .globals: touchGlobals()
      case .keyPaths: touchKeyPaths()
      case .interpolation: touchInterpolation()
      case .mirrors: touchMirrors()
      case .closures: touchClosures()
      case .weakReferences: touchWeakReferences()
      case .errors: touchErrors()
      case .sets: touchSets()
      case .sorting: touchSorting()
      case .tasks: await touchTasks()
      case .actors: await touchActors()
      case .formatting: touchFormatting()
      case .data: touchData()
      case .dates: touchDates()
      case .streams: await touchStreams()
      case .classes: touchClasses()
      case .enums: touchEnums()
      }
    }
  }

  @Test(arguments: Work.allCases) func firstAndLaterAreTheSame(work: Work) async {
    // Where there are caches, they are filled before the figures are compared.
    if work.hasCachesOfItsOwn { for _ in 0..<3 { await work.run() } }
    var usages: [Usage] = []
    for _ in 0..<7 { usages.append(await bracketed { await work.run() }) }
    for metric in [Metric.heapAllocations, .objectsAllocated] {
      let figures = usages.map { $0[metric] ?? -1 }
      // An array grows into what the allocator gave beyond what was asked for, and now and then that
      // saves an allocation: one of a kind, while a cache that is filled takes at least a few.
      let saved = metric == .heapAllocations ? 1 : 0
      #expect(figures[0] >= 0)
      #expect(figures[0] <= (figures[1...].max() ?? -1) + saved, "\(work) \(metric): \(figures)")
    }
  }
}

private struct Pair<First, Second> {
  var first: First
  var second: Second
}

extension Pair: Sendable where First: Sendable, Second: Sendable {}

private struct Wrapper<Element>: Sequence {
  var elements: [Element]
  func makeIterator() -> IndexingIterator<[Element]> { elements.makeIterator() }
}

private protocol Shape { func area() -> Double }
private struct Square: Shape, Hashable, Codable, CustomStringConvertible {
  var side: Double
  var name: String?
  var description: String { "square of \(side)" }
  func area() -> Double { side * side }
}
private final class Circle: Shape, Hashable, Sendable {
  let radius: Double
  init(radius: Double) { self.radius = radius }
  func area() -> Double { radius * radius * 3 }
  static func == (left: Circle, right: Circle) -> Bool { left.radius == right.radius }
  func hash(into hasher: inout Hasher) { hasher.combine(radius) }
}
private class Base { var value = 1 }
private class Derived<Element>: Base { var elements: [Element] = [] }
private enum Tree { indirect case node(Tree, Tree), leaf(Int) }
private struct Oops: Error { var why: String }
private actor Till {
  var sum = 0
  func add(_ amount: Int) { sum += amount }
}
private let table = (0..<100).map { "entry \($0)" }
private let shared = Pair(first: Circle(radius: 1), second: ["a": [1, 2, 3]])

@inline(never) private func keep<Value>(_ value: Value) { withExtendedLifetime(value) {} }
@inline(never) private func opaque(_ value: Any) -> Any { value }

private func touchArrays() {
  var squares: [Square] = []
  for index in 0..<100 { squares.append(Square(side: Double(index))) }
  keep(squares.map(\.side).filter { $0 > 3 }.reversed().map { Pair(first: $0, second: squares) })
}
private func touchStrings() {
  var text = "a string that is too long to be small"
  for _ in 0..<10 { text += " grows" }
  keep(text.uppercased().split(separator: " ").joined(separator: "-"))
  keep(text.contains("grow") ? text.replacingOccurrences(of: "grow", with: "shrink") : text)
}
private func touchDictionaries() {
  var areas: [String: Square] = [:]
  for index in 0..<20 { areas["a long key with a number \(index)"] = Square(side: Double(index)) }
  keep(areas.mapValues(\.side).count)
  keep(Dictionary(grouping: 0..<100, by: { $0 % 7 }))
}
private func touchGenerics() {
  keep(Pair(first: Wrapper(elements: [1, 2]), second: Pair(first: "x", second: [Square(side: 1)])))
  keep(Array(zip(Wrapper(elements: ["a"]), Wrapper(elements: [Square(side: 2)]))))
  keep(Wrapper(elements: [Pair(first: 1, second: UInt8(2))]).lazy.map(\.first).reduce(0, +))
}
private func touchExistentials() {
  let shapes: [any Shape] = [Square(side: 2), Circle(radius: 3), Square(side: 4)]
  keep(shapes.map { $0.area() }.reduce(0, +))
  keep(shapes as [Any])
}
private func touchCasts() {
  let things: [Any] = [Square(side: 1), Circle(radius: 1), 1, "two", [3], ["four": 4]]
  for thing in things {
    keep(opaque(thing) as? any Shape)
    keep(opaque(thing) as? any CustomStringConvertible)
    keep(opaque(thing) as? [Int])
    keep(opaque(thing) as? AnyHashable)
  }
}
private func touchEncoding() {
  let squares = [Square(side: 1, name: "one"), Square(side: 2)]
  guard let data = try? JSONEncoder().encode(squares) else { return }
  keep(try? JSONDecoder().decode([Square].self, from: data))
}
private func touchGroups() async {
  await withTaskGroup(of: Pair<Int, String>.self) { group in
    for index in 0..<10 { group.addTask { Pair(first: index, second: "x") } }
    for await pair in group { keep(pair) }
  }
}
private func touchPrinting() {
  var output = ""
  print(Square(side: 1), [1, 2, 3], ["a": 1], 1.5, to: &output)
  debugPrint(Circle(radius: 2), "text", to: &output)
  dump(Square(side: 3), to: &output)
  print("printed by a test", terminator: "\n")
}
private func touchGlobals() { keep((table, shared.second)) }
private func touchKeyPaths() {
  let path = \Pair<Square, String>.first.side
  keep(Pair(first: Square(side: 1), second: "")[keyPath: path])
  keep([Square(side: 1)].map(\.name?.count))
}
private func touchInterpolation() {
  keep("\(Square(side: 1)) and \(Circle(radius: 1)) and \([1: "one"]) and \(Optional(1) as Any)")
}
private func touchMirrors() {
  keep(Mirror(reflecting: Square(side: 1, name: "x")).children.map { "\($0.label ?? "")" })
  keep(String(reflecting: Pair<Int, [Square]>.self))
}
private func touchClosures() {
  let closures: [() -> Int] = (0..<10).map { index in { index * 2 } }
  keep(closures.map { $0() })
}
private func touchWeakReferences() {
  let circles = (0..<10).map { Circle(radius: Double($0)) }
  let weak = circles.map { circle in { [weak circle] in circle?.radius } }
  keep(weak.compactMap { $0() })
}
private func touchErrors() {
  func fail() throws { throw Oops(why: "a reason") }
  for _ in 0..<5 { do { try fail() } catch { keep("\(error)") } }
}
private func touchSets() {
  keep(Set((0..<50).map { Square(side: Double($0 % 9)) }).union([Square(side: 99)]).count)
  keep(Set([Circle(radius: 1), Circle(radius: 2)]))
}
private func touchSorting() {
  keep((0..<200).map { ($0 * 7919) % 211 }.sorted(by: >))
  keep(["b", "a", "c"].sorted())
}
private func touchTasks() async {
  await Task { Pair(first: 1, second: "a") }.value.first.keepIt()
  async let value = Pair(first: [1], second: 2.0)
  keep(await value)
}
extension Int { fileprivate func keepIt() { keep(self) } }
private func touchActors() async {
  let till = Till()
  for amount in 0..<10 { await till.add(amount) }
  keep(await till.sum)
}
private func touchFormatting() {
  keep(String(format: "%05d %@ %.3f", 42, "text", 1.5))
  keep(1234567.formatted())
}
private func touchData() {
  var data = Data((0..<200).map { UInt8($0) })
  data.append(contentsOf: [1, 2, 3])
  keep(data.base64EncodedString())
}
private func touchDates() {
  keep(Date(timeIntervalSince1970: 0).description)
  keep(ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: 0)))
}
private func touchStreams() async {
  let (stream, feed) = AsyncStream<Pair<Int, Square>>.makeStream()
  for index in 0..<5 { feed.yield(Pair(first: index, second: Square(side: 1))) }
  feed.finish()
  for await pair in stream { keep(pair) }
}
private func touchClasses() {
  let derived = Derived<Square>()
  derived.elements = [Square(side: 1)]
  keep([derived, Base(), Derived<String>()].map(\.value))
}
private func touchEnums() {
  var tree = Tree.leaf(0)
  for index in 0..<10 { tree = .node(tree, .leaf(index)) }
  keep(tree)
}
