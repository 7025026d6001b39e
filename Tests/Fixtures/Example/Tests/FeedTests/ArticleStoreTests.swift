import Feed
import XCTest

final class ArticleStoreTests: XCTestCase {
  private let article = Article(id: "a", title: "One day", published: 1)

  func testKeepsAnArticleOnce() async {
    let store = ArticleStore()
    let first = await store.insert([article, article])
    let second = await store.insert([article])
    let count = await store.count
    XCTAssertEqual([first, second, count], [1, 0, 1])
  }

  func testTakesArticlesFromManyTasks() async {
    let store = ArticleStore()
    await withTaskGroup { group in
      for number in 0..<20 {
        group.addTask {
          _ = await store.insert([Article(id: "\(number)", title: "", published: number)])
        }
      }
    }
    let count = await store.count
    XCTAssertEqual(count, 20)
  }

  func testArticlesAreEqualByTheirFields() {
    XCTAssertEqual(article, Article(id: "a", title: "One day", published: 1))
  }
}
