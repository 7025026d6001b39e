import Testing
import TidemarkLive

@testable import TidemarkTerminal

@Suite struct TaskTests {
  private let tasks = Samples.tasks(at: 0).tasks

  private func ids(_ column: TaskColumn, descending: Bool = false, filter: String = "") -> [UInt64]
  {
    TaskTable.rows(
      tasks, TaskOrder(column: column, isDescending: descending, filter: filter)
    ).map(\.id)
  }

  @Test func rowsAreInOrder() {
    #expect(ids(.id) == [12, 13, 14, 15, 20, 21, 22, 23, 24, 25])
    #expect(ids(.age).prefix(4) == [15, 14, 13, 20])
    // What is alike stays in the order of the ids, and what is absent is the least.
    #expect(ids(.age, descending: true) == [12, 20, 21, 22, 23, 24, 25, 13, 14, 15])
    #expect(ids(.runs, descending: true).first == 12)
    #expect(ids(.runs).last == 12)
    #expect(ids(.name).first == 15)
  }

  @Test func eachWordOfAFilterHasToBeSomewhere() {
    #expect(ids(.id, filter: "SLEEPER 3") == [23])
    #expect(ids(.id, filter: "server.swift:52") == [12, 13])
    #expect(ids(.id, filter: "suspended cancelled") == [14])
    #expect(ids(.id, filter: "task #13") == [14])
    #expect(ids(.id, filter: "no such task").isEmpty)
  }

  @Test(arguments: [40, 50, 80, 100, 132, 200])
  func columnsFillTheScreen(width: Int) {
    let columns = TaskColumn.fitting(width)
    #expect(columns.reduce(-1) { $0 + $1.width + 1 } <= width)
    #expect(columns.contains { $0.column == .state })
    #expect(columns.map(\.column.rawValue) == columns.map(\.column.rawValue).sorted())
    let long = TaskColumn.fitting(width, digits: 12)
    #expect(long.first?.width == 12)
    #expect(long.reduce(-1) { $0 + $1.width + 1 } <= width)
    if width >= 80 { #expect(columns.contains { $0.column == .created }) }
    if width >= 200 { #expect(columns.count == TaskColumn.allCases.count) }
  }

  @Test func childrenAreBelowTheirParents() {
    let rows = TaskTree.rows(tasks)
    #expect(rows.map(\.task.id) == [12, 13, 14, 15, 20])
    #expect(rows.map(\.depth) == [0, 1, 1, 2, 0])
    #expect(rows.last?.count == 6)
    #expect(TaskTree.rows(tasks, isFolded: false).count == 10)
  }

  @Test func noTaskIsShownTwiceOrNeverWhateverItClaims() {
    var torn = tasks
    torn[0].parent = 15
    torn[4].parent = 20
    torn[5].parent = 999
    torn[6].id = 0
    let rows = TaskTree.rows(torn, isFolded: false)
    #expect(rows.count == torn.count)
    #expect(Set(rows.map(\.task.address)) == Set(torn.map(\.address)))
  }

  @Test func aDeepChainIsNoRecursion() {
    var chain: [TaskDescription] = []
    for id: UInt64 in 1...50_000 {
      chain.append(
        TaskDescription(id: id, address: id * 256, parent: id == 1 ? nil : id - 1, age: 0))
    }
    let rows = TaskTree.rows(chain)
    #expect(rows.count == 50_000)
    #expect(rows.last?.depth == 49_999)
    #expect(rows.last?.trunk.count == TaskTree.levels)
  }
}
