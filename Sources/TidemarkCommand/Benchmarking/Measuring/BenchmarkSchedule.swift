import TidemarkStatistics

/// Which side of which product runs when: drawn at random, the same for the same seed.
struct BenchmarkSchedule: Hashable {
  /// One process.
  struct Run: Hashable {
    var product: String
    var side: Side
  }

  /// The processes of each round in their order.
  let rounds: [[Run]]

  /// Draws an order.
  ///
  /// Of each product, either side goes first in half of the rounds, so that going first favours
  /// none; which rounds these are, and the order of the products in each, is random.
  init(products: [String], rounds: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let orders = products.map { product in
      let odd = Bool.random(using: &generator)
      return (0..<rounds).map { $0 % 2 == 0 ? odd : !odd }.shuffled(using: &generator)
        .map { isBeforeFirst in
          (isBeforeFirst ? [.before, .after] : [.after, .before]).map {
            Run(product: product, side: $0)
          }
        }
    }
    self.rounds = (0..<rounds).map { round in
      orders.map { $0[round] }.shuffled(using: &generator).flatMap { $0 }
    }
  }
}
