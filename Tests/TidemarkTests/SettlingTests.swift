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

  /// A pause that ends late, as all threads are busy, is counted as long as it was meant to be.
  @Test func pausesThatEndLateDoNotShortenTheWait() async {
    var looks = 0
    _ = await Settling(within: .milliseconds(3)).settle {
      looks += 1
      Thread.sleep(forTimeInterval: 0.002)
      return false
    }
    // Pauses of 1, 2, 4 … 1,024 µs, the rest of 3 ms, and a look before each and after the last.
    #expect(looks == 13)
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
    #expect(test_forkAndLook(tidemark_othersSleep) == 15)
  }
}
