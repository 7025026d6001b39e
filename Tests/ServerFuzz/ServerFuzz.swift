import Foundation
import TidemarkStatistics

/// Sends damaged requests to the server's handlers, and damaged answers to the client's parser.
///
/// Usage: TidemarkServerFuzz CORPUS RUNS [SEED]
///
/// A run is the same for the same seed. What ends in a trap is a fault, and so is an answer that is no
/// answer; what was sent then lies in `fault.http` and `fault.json`.
@main
enum ServerFuzz {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2, let runs = Int(arguments[2]) else {
      print("usage: TidemarkServerFuzz CORPUS RUNS [SEED]")
      exit(64)
    }
    let seed = arguments.count > 3 ? UInt64(arguments[3]) ?? 1 : 1
    let requests = try corpus(arguments[1], suffix: ".http")
    let answers = try corpus(arguments[1], suffix: ".answer")
    let pages = try corpus(arguments[1], suffix: ".compact")
    let looks = try corpus(arguments[1], suffix: ".json")
    var answered = FuzzedAnswers()
    var mutation = Mutation(random: SeededGenerator(seed: seed))
    var tally = FuzzTally()
    for number in 0..<runs {
      // The corpus itself comes first.
      let bytes =
        number < requests.count ? requests[number] : mutation.next(of: requests)
      try Data(bytes).write(to: URL(fileURLWithPath: "fault.http"))
      do {
        try tally.take(FuzzedServer.run(mutation.cut(bytes)))
      } catch {
        print("run \(number) with seed \(seed): \(error)")
        exit(1)
      }
      FuzzedText.run(mutation.next(of: answers + requests), &mutation)
      let page = number < pages.count ? pages[number] : mutation.next(of: pages)
      try tally.take(FuzzedPage.run(page))
      // One is damaged anywhere, and of two the numbers are changed.
      let look =
        if number < looks.count {
          looks[number]
        } else if number % 3 == 0 {
          mutation.next(of: looks)
        } else {
          mutation.numbers(of: looks[number % looks.count])
        }
      try Data(look).write(to: URL(fileURLWithPath: "fault.json"))
      try tally.takeLook(answered.run(look))
    }
    for name in ["fault.http", "fault.json"] { try FileManager.default.removeItem(atPath: name) }
    print(tally.text(runs: runs, seed: seed))
    // Without all of them, nothing was tried.
    if tally.answers[200] == nil || tally.answers[400] == nil || tally.pages == 0
      || tally.looks == 0
    {
      exit(1)
    }
  }

  private static func corpus(_ folder: String, suffix: String) throws -> [[UInt8]] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try names.filter { $0.hasSuffix(suffix) }.map { name in
      Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
    }
  }
}

/// How often the server answered with which status.
struct FuzzTally {
  private(set) var answers: [Int: Int] = [:]
  private(set) var pages = 0
  private(set) var looks = 0

  mutating func takeLook(_ isTaken: Bool) { looks += isTaken ? 1 : 0 }

  mutating func take(_ isPage: Bool) { pages += isPage ? 1 : 0 }

  mutating func take(_ statuses: [Int]) {
    for status in statuses { answers[status, default: 0] += 1 }
  }

  func text(runs: Int, seed: UInt64) -> String {
    let counts = answers.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" }
    let list = counts.joined(separator: ", ")
    return "\(runs) runs with seed \(seed): \(list), \(pages) pages of transitions and "
      + "\(looks) looks read"
  }
}
