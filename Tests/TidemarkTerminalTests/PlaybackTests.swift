import Testing

@testable import TidemarkTerminal

@Suite struct PlaybackTests {
  private let span: ClosedRange<Int64> = 1000...9000

  @Test func liveFollowsTheEnd() {
    var playback = Playback()
    playback.advance(by: 5, in: span)
    #expect(playback.position == 9000)
    playback.advance(by: 5, in: 1000...9500)
    #expect(playback.position == 9500)
  }

  @Test func frozenStaysInside() {
    var playback = Playback()
    playback.move(to: 3000)
    playback.advance(by: 5000, in: span)
    #expect(playback.position == 3000)
    playback.advance(by: 5000, in: 4000...9000)
    #expect(playback.position == 4000)
  }

  @Test func slowTimeAddsUp() {
    var playback = Playback()
    playback.play(from: 2000, speed: 0.001)
    for _ in 0..<100 { playback.advance(by: 55, in: span) }
    #expect(playback.position == 2005)
    #expect(playback.mode == .playing)
  }

  @Test func itStopsAtBothEnds() {
    var playback = Playback()
    playback.play(from: 8000, speed: 2)
    playback.advance(by: 1000, in: span)
    #expect(playback.position == 9000)
    #expect(playback.mode == .frozen)
    playback.play(from: 2000, speed: 1)
    playback.direction = .backwards
    playback.advance(by: 500, in: span)
    #expect(playback.position == 1500)
    playback.advance(by: 5000, in: span)
    #expect(playback.position == 1000)
    #expect(playback.mode == .frozen)
  }

  @Test func speedsHaveEnds() {
    var playback = Playback()
    for _ in 0..<100 { playback.faster() }
    #expect(playback.speed == Playback.speeds.last)
    playback.slower()
    #expect(playback.speed == 50)
    for _ in 0..<100 { playback.slower() }
    #expect(playback.speed == Playback.speeds.first)
  }
}
