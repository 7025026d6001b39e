import Testing
import TidemarkLive

@testable import TidemarkCommand

@Suite struct TaskTextTests {
  private static let feed = [Frame(function: "Feed.refresh()", file: "/src/Feed.swift", line: 31)]
  private static let load = [Frame(function: "Store.load(_:)", file: "/src/Store.swift", line: 7)]

  private static let tasks = [
    TaskDescription(
      id: 4, address: 0x40, name: "loader", kind: .groupChild, parent: 2, state: .enqueued,
      executor: 0x90, executorName: "Store", priority: 21, age: 3_000_000_000, creation: load),
    TaskDescription(
      id: 2, address: 0x20, name: "parent", kind: .unstructured, state: .suspended,
      waitsFor: .group, priority: 25, age: 61_000_000_000, creation: feed),
    TaskDescription(
      id: 3, address: 0x30, kind: .asyncLet, parent: 2, state: .suspended, waitsFor: .task,
      waitsForTask: 4, priority: 21, age: 5_000_000_000, creation: load,
      stack: [Frame(function: "Task.value.getter", image: "libswift_Concurrency.so")] + feed),
    TaskDescription(
      id: 9, address: 0x90, kind: .groupChild, parent: 1, state: .running, thread: 77,
      priority: 9, age: 1_000_000_000),
  ]

  private static let list = TaskList(time: 0, tasks: tasks, total: 4)

  private func ids(
    _ sort: TaskSelection.Order = .id, _ filter: String..., limit: Int? = nil
  ) throws -> [UInt64] {
    var selection = TaskSelection()
    selection.sort = sort
    selection.filter = filter
    selection.limit = limit
    return try selection.apply(to: Self.list).tasks.map(\.id)
  }

  @Test func selectionFiltersSortsAndLimits() throws {
    #expect(try ids() == [2, 3, 4, 9])
    #expect(try ids(.age) == [2, 3, 4, 9])
    #expect(try ids(.priority, limit: 2) == [2, 3])
    #expect(try ids(.executor) == [4, 2, 3, 9])
    #expect(try ids(.id, "state=suspended") == [2, 3])
    #expect(try ids(.id, "site=store.swift:7") == [3, 4])
    #expect(try ids(.id, "STORE", "state=enqueued") == [4])
    #expect(try ids(.id, "wait=task 4") == [3])
    #expect(try ids(.id, "name=nobody") == [])
    #expect(throws: (any Error).self) { try TaskFilter("colour=red") }
  }

  @Test func treeShowsChildrenBelowTheirParents() {
    #expect(
      TaskText(Self.list).tree(width: 200) == [
        "2 \"parent\", suspended, waits for group, created at Feed.swift:31",
        "  4 \"loader\", group child, enqueued on Store, created at Store.swift:7",
        "  3, async let, suspended, waits for task 4, created at Store.swift:7",
        "9, group child of task 1, which is not listed, running on thread 77, created at -",
      ])
  }

  @Test func treeOfTasksInACircleEnds() {
    var list = Self.list
    list.tasks = [
      TaskDescription(id: 1, address: 1, parent: 2, age: 0),
      TaskDescription(id: 2, address: 2, parent: 1, age: 0),
      TaskDescription(id: 3, address: 3, age: 0),
    ]
    #expect(
      TaskText(list).tree(width: 80) == [
        "3, -, created at -", "1, -, -, created at -", "  2, -, -, created at -",
      ])
  }

  @Test func blocksSayWhatAHangNeeds() {
    var list = Self.list
    list.tasks = [Self.tasks[2], Self.tasks[3]]
    #expect(
      TaskText(list).stacks() == [
        "task 3, suspended, waits for task 4, async let of 2, priority 21, 5 s",
        "  Task.value.getter  libswift_Concurrency.so",
        "  Feed.refresh()  /src/Feed.swift:31",
        "  created by",
        "    Store.load(_:)  /src/Store.swift:7",
        "",
        "task 9, running on thread 77, group child of 1, priority 9, 1 s",
        "  on a processor at this moment",
        "",
      ])
  }

  @Test func tasksThatDoTheSameShareABlock() {
    var list = Self.list
    list.tasks = (0..<20).map { index in
      var task = Self.tasks[0]
      task.id = UInt64(100 + index)
      task.age = Int64(index) * 1_000_000_000
      return task
    }
    let ids = (100..<116).map { "\($0)" }.joined(separator: ", ")
    #expect(
      TaskText(list).groups() == [
        "20 tasks \"loader\", enqueued, on Store, group child of 2, 0 ms to 19 s",
        "  ids \(ids), …", "  created by", "    Store.load(_:)  /src/Store.swift:7", "",
      ])
  }

  @Test func remarksSayWhatIsMissing() {
    var list = Self.list
    list.total = 12
    list.losses = ["tasks": 3]
    list.unavailable = ["symbols": "no tool"]
    #expect(
      TaskText(list).remarks == [
        "4 of 12 tasks", "lost: 3 tasks, for which there was no room", "no symbols: no tool",
      ])
  }
}
