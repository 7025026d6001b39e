import Foundation

/// Puts the sources of the web page together: into one page, or into a Swift file that holds it.
///
/// The compiler takes seconds for each 10 KB of an array of bytes and no time for a string.
@main
enum TidemarkPage {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      throw Failure("usage: TidemarkPage FOLDER [FILE]; without a file, the page is printed")
    }
    let page = try assemble(URL(filePath: arguments[1]))
    guard arguments.count > 2 else {
      print(page, terminator: "")
      return
    }
    try Data(swift(page).utf8).write(to: URL(filePath: arguments[2]))
  }

  /// Returns the page with all that it refers to in place.
  private static func assemble(_ folder: URL) throws -> String {
    var page = try String(contentsOf: folder.appending(path: "page.html"), encoding: .utf8)
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    // What has no ending is a folder.
    for name in names where name.contains(".") && name != "page.html" {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for end in ["</script", "</style", "<!--"] where text.contains(end) {
        throw Failure("\(name) can't be put into a page: it has \(end)")
      }
      let (reference, place) =
        name.hasSuffix(".css")
        ? (#"<link rel="stylesheet" href="\#(name)">"#, "<style>\n\(text)</style>")
        : (#"<script src="\#(name)"></script>"#, "<script>\n\(text)</script>")
      guard page.contains(reference) else { throw Failure("\(name) is not part of the page") }
      page = page.replacing(reference, with: place)
    }
    return page
  }

  private static func swift(_ page: String) throws -> String {
    if page.contains("\"\"\"##") || page.contains("\\##(") {
      throw Failure("the page has what ends a string in Swift")
    }
    return """
      /// The page at `/`: all of it in one answer, which loads nothing else.
      package enum WebPage {
        package static let html = ##\"""

      """ + page + "\"\"\"##\n}\n"
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) { self.description = description }
  }
}
