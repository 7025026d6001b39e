private import CTidemarkProbe
import TidemarkSymbols

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SymbolizerTool {
  /// The one of the toolchain, whose pipe is in no list of open files.
  static let toolchain = SymbolizerTool(path: toolchainPath, pipes: ownPipes)

  static let ownPipes = Pipes(
    open: { ProcessFiles.openOwnPipe(&$0) }, close: { ProcessFiles.closeOwn($0) })

  private static let toolchainPath: String? = {
    var place = TidemarkCodePlace()
    guard let runtime = dlsym(nil, "swift_retain"),
      tidemark_findCode(UInt(bitPattern: runtime), &place)
    else { return path(besideRuntime: nil) }
    return path(besideRuntime: place.image.map { String(cString: $0) })
  }()
}
