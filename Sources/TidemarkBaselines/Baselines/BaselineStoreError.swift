/// A baseline folder that cannot be found.
package enum BaselineStoreError: Error, Hashable, Sendable {
  /// There is no `Package.swift` in the folders above a path.
  case noPackage(String)
}

extension BaselineStoreError: CustomStringConvertible {
  /// What was looked for and what to do next.
  package var description: String {
    switch self {
    case .noPackage(let path):
      "no Package.swift in the folders above \(path); run this in the folder of a package, or name "
        + "the folder of the baselines with \(BaselineStore.variable)=/path/to/Baselines"
    }
  }
}
