/// What test processes in which nothing happens any more were like.
struct HangDump {
  /// Their figures and tasks, as far as there is room to show them.
  var lines: [String] = []
  /// Where all of it is, and a recording of what happened last.
  var files: [String] = []
}
