/// What a client can't exceed, so that none holds up another one or the process.
package struct ServerLimits: Hashable, Sendable {
  /// Connections at once; a new one takes the place of the one that has been idle longest.
  package var connections = 128
  /// Of these, how many may be streams of events, so that there is always room for a request.
  package var streams = 64
  /// The bytes of a request line and its headers, and of the address alone.
  package var headerBytes = 16 * 1024
  package var addressBytes = 8 * 1024
  /// The bytes of a body, which nothing here has a use for.
  package var bodyBytes = 4 * 1024
  /// Seconds for a request to arrive whole, for an answer to be taken, and between two requests.
  package var requestSeconds = 10
  package var answerSeconds = 30
  package var idleSeconds = 75
  /// Seconds that a stream's client may leave what it was sent unread.
  package var stalledSeconds = 15
  /// Tasks listed in one answer unless the client asks for fewer or more, and at most.
  package var tasks = 1000
  package var mostTasks = 100_000
  /// Transitions in one message as JSON, and in the compact form; more of them are counted as a gap.
  package var transitions = 20_000
  package var compactTransitions = 200_000
  /// Answers that hold a list of tasks at the same time.
  package var lists = 4
  /// Places in the code that one request may ask for.
  package var places = 256
  /// Milliseconds for which a snapshot is good enough for whoever asks next.
  package var snapshotMilliseconds = 25

  package init() {}

  /// How many transitions there may be in a message of a form.
  func transitions(as form: TransitionForm) -> Int {
    form == .compact ? compactTransitions : transitions
  }
}
