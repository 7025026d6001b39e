import ArgumentParser

@main
struct TidemarkTool: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tidemark",
    abstract: "Fails the test whose tide rises."
  )
}
