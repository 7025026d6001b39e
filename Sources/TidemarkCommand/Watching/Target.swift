/// What a user may name to look at.
enum Target: Hashable {
  /// The only process that there is.
  case only
  case process(pid: Int)
  /// The name of an executable's file, or the beginning of one.
  case named(String)
  /// Something that serves a process over HTTP, as `HOST:PORT`.
  case address(String)
  /// A file that a process was recorded to.
  case recording(String)

  /// Takes a word of the command line for what it looks like.
  init(_ word: String?) {
    guard let word, !word.isEmpty else {
      self = .only
      return
    }
    let port = word.lastIndex(of: ":").flatMap { UInt16(word[word.index(after: $0)...]) }
    self =
      if word.allSatisfy({ $0.isASCII && $0.isNumber }), let pid = Int(word) {
        .process(pid: pid)
      } else if word.contains("/") || word.hasSuffix(".tidemark") {
        .recording(word)
      } else if port != nil {
        .address(word)
      } else {
        .named(word)
      }
  }
}
