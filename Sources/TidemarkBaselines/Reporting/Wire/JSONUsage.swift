/// What a test used and what it left behind.
package struct JSONUsage: Codable, Hashable, Sendable {
  /// The figures by the metric's name.
  package var figures: [String: JSONFigure]
  /// Tasks that outlived the test.
  package var leakedTasks: [JSONTask]
  /// Threads that outlived the test.
  package var leakedThreads: [JSONThread]
  /// File descriptors that stayed open.
  package var leakedFiles: [JSONFile]
  /// The places that created tasks and threads, hopped and allocated; absent unless asked for.
  package var callSites: [JSONSite]?
  /// What happened in the process meanwhile and belongs to no test.
  package var unattributed: JSONUnattributed
  /// What the probe had no room to keep.
  package var losses: [JSONLoss]
  /// Whether no other measured work ran in the process at the same time.
  package var ranAlone: Bool
}

/// One figure: either a value or the reason why there is none.
package struct JSONFigure: Codable, Hashable, Sendable {
  /// The number in the metric's base unit; absent when unavailable.
  package var value: Int?
  /// True when the number is the whole process's and other work ran beside; else absent.
  package var shared: Bool?
  /// Why there is no number; absent when there is one.
  package var unavailable: String?
}

/// A task that outlived its test.
package struct JSONTask: Codable, Hashable, Sendable {
  /// The task's id in the runtime.
  package var id: UInt64
  /// The task's name; absent when it has none.
  package var name: String?
  /// `running`, `enqueued`, `suspended` or `created`.
  package var state: String
  /// `task`, `continuation`, `group`, `executor`, `sleep` or `unknown`; absent unless suspended.
  package var waitsFor: String?
  /// How long the task had existed, in nanoseconds.
  package var age: Int
  /// The call stack that created it, innermost first.
  package var createdAt: [JSONFrame]
}

/// A thread that outlived its test.
package struct JSONThread: Codable, Hashable, Sendable {
  /// The kernel's id of the thread.
  package var id: Int
  /// The thread's name; absent when it has none.
  package var name: String?
  /// The call stack that started it, innermost first.
  package var createdAt: [JSONFrame]
}

/// A file descriptor that stayed open.
package struct JSONFile: Codable, Hashable, Sendable {
  /// The descriptor's number.
  package var descriptor: Int
  /// What it refers to.
  package var target: String
}

/// A place that created tasks or threads, hopped or allocated.
package struct JSONSite: Codable, Hashable, Sendable {
  /// What was counted: `tasks.created`, `hops`, `threads.created` or `heap.allocations`.
  package var metric: String
  /// The call stack, innermost first; empty for all places that are not listed.
  package var frames: [JSONFrame]
  /// How often.
  package var count: Int
  /// The bytes asked for; absent unless the place allocates.
  package var bytes: Int?
}

/// A place in the code.
package struct JSONFrame: Codable, Hashable, Sendable {
  /// The demangled function, or the address.
  package var symbol: String
  /// The source file, relative to the package where possible; absent when unknown.
  package var file: String?
  /// The line; absent when unknown.
  package var line: Int?
  /// The executable or library; absent when unknown.
  package var image: String?
}
