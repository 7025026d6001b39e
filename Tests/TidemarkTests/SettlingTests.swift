private import CTestSupport
private import CTidemarkProbe
import Foundation
import Testing
import Tidemark
import TidemarkLedger

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

  // A thread sanitizer forbids threads in a forked child.
  @Test(.enabled(if: probeCan(.threads))) func threadsThatRunAreToldFromThoseThatSleep() {
    #expect(test_forkAndLook(tidemark_othersSleep) == 7)
  }
}
