/// What each exit status means, for the commands that have it.
enum ExitStatuses {
  static let all: [(commands: String, meanings: [(status: String, meaning: String)])] = [
    (
      "Testing: check, bench, and the others of them as far as it applies",
      [
        ("0", "Nothing has risen."),
        ("1", "A figure has risen above its mark."),
        ("2", "The tests themselves failed."),
        ("3", "A test has no baseline."),
        ("4", "No verdict: something was lost, unavailable or missing."),
      ]
    ),
    (
      "Watching: attach, list, watch, top, tasks, tree, snapshot, dump",
      [
        (
          "0",
          "It was shown, also when the process or the recording ended meanwhile, and when list "
            + "finds none."
        ),
        ("4", "There is no such process, or none that is meant, or it can't be read."),
      ]
    ),
    (
      "record",
      [
        ("0", "Recorded, until the process ended, the time was over or a signal came."),
        (
          "4",
          "The process can't be found or can't be read any more, or the file can't be written."
        ),
      ]
    ),
    (
      "replay, export",
      [
        ("0", "Shown or written, also where transitions are missing, of which it tells."),
        ("4", "The recording can't be read, or the trace can't be written."),
      ]
    ),
    (
      "serve",
      [
        ("0", "The process has ended, or a signal came."),
        ("4", "The process can't be found or read, or the address can't be listened on."),
      ]
    ),
    (
      "targets",
      [
        ("0", "Listed or written, also when there is none."),
        ("4", "The list can't be read, or the file can't be written."),
      ]
    ),
    (
      "run",
      [
        ("the program's own", "As the command becomes the program; before that"),
        ("4", "the library that is loaded into it is missing,"),
        ("126", "the program can't be run,"),
        ("127", "there is no such program."),
      ]
    ),
    (
      "All commands",
      [
        (
          "64",
          "The command was used wrongly, or is refused before it does anything: it would replace a file "
            + "that exists, or serve other machines without a token."
        ),
        ("128+n", "Signal n has ended it; 141 when nobody reads what it prints."),
      ]
    ),
  ]
}
