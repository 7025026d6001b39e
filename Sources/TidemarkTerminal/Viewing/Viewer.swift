package import TidemarkLive

#if canImport(Glibc)
  private import Glibc
#elseif canImport(Musl)
  private import Musl
#else
  private import Darwin
#endif

/// Shows a process on the terminal until the person quits; where there is none, writes lines.
package struct Viewer {
  private let source: any ProcessSource
  private let options: ViewerOptions

  package init(source: any ProcessSource, options: ViewerOptions) {
    self.source = source
    self.options = options
  }

  /// Shows the process.
  ///
  /// The terminal is as it was before when this returns or throws, and when a signal ends the process.
  package func run() throws -> Outcome {
    let capabilities = Capabilities(
      variables: options.variables, isTerminal: isatty(STDOUT_FILENO) == 1)
    guard capabilities.hasScreen, !options.isPlain else {
      return try LineLoop(source: source, options: options, look: capabilities.look).run()
    }
    var loop = ScreenLoop(source: source, options: options, capabilities: capabilities)
    return try loop.run()
  }
}
