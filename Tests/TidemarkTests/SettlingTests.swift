import Foundation
import Testing
import Tidemark

@Suite struct SettlingTests {
  @Test func aCleanFirstLookIsEnough() async {
    var looks = 0
    let isClean = await Settling(within: .seconds(600)).settle {
      looks += 1
      return true
    }
    #expect(isClean && looks == 1)
  }

  @Test func theFirstCleanLookEndsTheWait() async {
    var looks = 0
    let isClean = await Settling(within: .seconds(600)).settle {
      looks += 1
      return looks == 5
    }
    #expect(isClean && looks == 5)
  }

  @Test func theTimeLimitEndsTheWait() async {
    let isClean = await Settling(within: .milliseconds(5)).settle { false }
    #expect(!isClean)
  }

  @Test func aCancelledTaskStillWaits() async {
    let looks = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      var looks = 0
      _ = await Settling(within: .seconds(600)).settle {
        looks += 1
        return looks == 8
      }
      return looks
    }.value
    #expect(looks == 8)
  }
}
