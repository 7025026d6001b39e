import TidemarkBaselines

/// Builds executables of a package, optimised unless the user's arguments say otherwise.
struct ReleaseBuild {
  /// The options that this command sets itself, or that would make both sides share a folder.
  static let refused = [
    "--product", "--target", "--package-path", "--scratch-path", "--build-path", "--build-tests",
    "--show-bin-path",
  ]
  /// The options that also decide what a package is made of.
  private static let describing = ["--traits", "--enable-all-traits", "--disable-default-traits"]

  let errand: Errand
  /// The user's arguments for `swift build`.
  let arguments: [String]

  /// The arguments of a build.
  var options: [String] {
    let isChosen = arguments.contains { argument in
      ["-c", "--configuration", "-crelease", "-cdebug"].contains(argument)
        || argument.hasPrefix("--configuration=")
    }
    return (isChosen ? [] : ["-c", "release"]) + arguments
  }

  /// The arguments of a question about the package.
  var descriptionOptions: [String] {
    var result: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard Self.describing.contains(String(argument.prefix { $0 != "=" })) else { continue }
      result.append(argument)
      if argument == "--traits", let value = rest.popFirst() { result.append(value) }
    }
    return result
  }

  /// Returns what a package consists of.
  func describe(_ package: String) throws -> PackageDescription {
    let answer = try errand.ask(
      ["swift", "package"] + descriptionOptions + ["describe", "--type", "json"], in: package)
    guard answer.status == .exited(0),
      let description = try? PackageDescription(parsing: answer.output)
    else {
      throw BuildFailed(
        words: "swift package describe failed in \(package)", output: answer.errors,
        advice: Self.advice(answer.errors))
    }
    return description
  }

  /// Builds products and returns where each executable is.
  func build(_ products: [String], in package: String) throws -> [String: String] {
    var programs: [String: String] = [:]
    for product in products {
      let result = try errand.run(
        ["swift", "build"] + options + ["--product", product], in: package, detail: { $0 })
      guard result.status == .exited(0) else {
        let output = Errand.text(result.log)
        throw BuildFailed(
          words: "\(product) could not be built in \(package)",
          output: errand.isVerbose ? "" : output, advice: Self.advice(output))
      }
    }
    let answer = try errand.ask(["swift", "build"] + options + ["--show-bin-path"], in: package)
    let folder = Repository.line(answer.output)
    for product in products {
      let program = "\(folder)/\(product)"
      guard answer.status == .exited(0), Files.exists(program) else {
        throw BuildFailed(words: "the build left no \(program)", output: answer.errors)
      }
      programs[product] = program
    }
    return programs
  }

  /// SwiftPM's words for a dependency whose folder is not there.
  private static func advice(_ output: String) -> String? {
    guard output.contains("cannot be accessed") || output.contains("doesn't exist in file system")
    else { return nil }
    return
      "if the package depends on a folder outside of its repository by a relative path, name a "
      + "place from which that path leads there, for example beside the repository: --worktree DIR"
  }
}

/// A side that could not be built.
struct BuildFailed: Error {
  var words: String
  /// What the tool printed.
  var output: String
  var advice: String?
}
