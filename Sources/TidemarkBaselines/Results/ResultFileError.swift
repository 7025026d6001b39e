/// A result file that tells nothing.
package struct ResultFileError: Error, Hashable, Sendable {
  package enum Problem: Hashable, Sendable {
    case empty
    case noRunLine
    case format(Int)
  }

  package var path: String
  package var problem: Problem
}

extension ResultFileError: CustomStringConvertible {
  /// The file, what is wrong with it and what to do next.
  package var description: String {
    switch problem {
    case .empty: "\(path): the test process wrote no results; see its output for why"
    case .noRunLine: "\(path): not a result file of Tidemark; pass one that a check wrote"
    case .format(let format):
      "\(path): the results have format \(format), and this version reads \(ResultLine.format); "
        + "use the same version of Tidemark for the tests and the command"
    }
  }
}
