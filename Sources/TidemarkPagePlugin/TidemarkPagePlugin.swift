import Foundation
import PackagePlugin

/// Makes a Swift file of the web page before the server is compiled.
@main
struct TidemarkPagePlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let target = target as? SwiftSourceModuleTarget else { return [] }
    let folder = target.directoryURL.appending(path: "Page/Web")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let output = context.pluginWorkDirectoryURL.appending(path: "WebPage.swift")
    return [
      .buildCommand(
        displayName: "Put the web page together",
        executable: try context.tool(named: "TidemarkPage").url,
        arguments: [folder.path, output.path],
        inputFiles: names.filter { $0.contains(".") }.map { folder.appending(path: $0) },
        outputFiles: [output])
    ]
  }
}
