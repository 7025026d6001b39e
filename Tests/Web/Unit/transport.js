// How what is held is played.
Object.assign(tests, {
  "the observed clock"() {
    const clock = new LiveClock();
    expect(Number.isNaN(clock.liveMoment(0)), "nothing has arrived");
    clock.sync(50e9, 1000);
    same(clock.now(2000), 51e9, "it goes on with the page's");
    clock.sync(50.5e9, 2000);
    expect(clock.now(2000) > 50.9e9, "a late message hardly sets it back");
    clock.sync(52e9, 2000);
    same(clock.now(2000), 52e9, "one that is ahead does at once");
    clock.sync(10e9, 2000);
    same(clock.now(2000), 10e9, "another clock");
    same(clock.liveMoment(2000), 10e9 - clock.delay, "the picture is behind");
    [clock.rate, clock.readUpTo] = [100, 9e9];
    same(clock.liveMoment(2000), 10e9 - clock.delay, "of what moves seldom, nothing is nothing");
    clock.rate = 1000;
    same(clock.liveMoment(2000), 9e9, "of what moves all the time, it has not arrived");
    clock.readUpTo = Infinity;
  },

  "how often batches come"() {
    const clock = new LiveClock();
    clock.batch(0, undefined, 0);
    clock.batch(500, 1e9, 500);
    same(clock.interval, 500e6, "as far apart as they are");
    expect(Number.isNaN(clock.rate), "no rate yet");
    clock.batch(500, 2e9, 1000);
    same(clock.rate, 1000);
    clock.batch(0, 2e9, 60000);
    same(clock.interval, 2e9, "not longer than two seconds");
    expect(clock.delay > clock.interval, "until the next one has arrived");
    clock.reset();
    clock.batch(100, 9e9, 100000);
    clock.batch(100, 9e9, 101000);
    same(clock.rate, 200, "a pause is no part of the rate");
  },

  "holding and playing"() {
    const { transport, timeline, told } = recorded();
    same([transport.isLive, transport.isPlaying], [true, true]);
    transport.time = 2.5e9;
    transport.hold();
    same([transport.isLive, transport.isPlaying, transport.time], [false, false, 2.5e9], "where it was");
    same(told, ["held"]);
    transport.hold();
    same(told, ["held"], "told once");
    transport.play(1);
    transport.advance(1e9);
    same([transport.time, transport.playhead.position], [3.5e9, 3]);
    transport.setSpeed(0.1);
    transport.advance(1e9);
    same(transport.time, 3.6e9, "slower");
    transport.play(-1);
    expect(transport.isBackwards, "backwards");
    transport.setSpeed(1);
    transport.advance(2e9);
    same([Math.round(transport.time / 1e6), transport.playhead.position], [1600, 1]);
    transport.advance(60e9);
    same([transport.time, transport.isPlaying], [timeline.startTime, false], "it stops at the start");
    transport.play(-1);
    same(transport.time, timeline.endTime, "and from there begins at the end");
    transport.toggle();
    same(transport.isPlaying, false);
    transport.setSpeed(0.1);
    transport.goLive();
    same([transport.isLive, transport.speed, transport.isBackwards], [true, 1, false]);
    same(told, ["held", "live"]);
  },

  "holding before anything has arrived"() {
    const timeline = new Timeline(64);
    const transport = new Transport(timeline, new Playhead(timeline), new LiveClock());
    transport.step(1);
    transport.play(1);
    transport.advance(1e9, true);
    same([transport.isLive, transport.fraction], [false, 1]);
  },

  "speeds"() {
    const { transport } = recorded();
    transport.changeSpeed(1);
    same([transport.speed, transport.isLive], [1, true], "nothing is faster than it was");
    transport.changeSpeed(-1);
    same([transport.speed, transport.isLive, transport.direction], [0.5, false, 1], "slow motion holds and plays");
    transport.changeSpeed(-100);
    same(transport.speed, 0.5, "nor slower than the slowest");
    expect(Transport.speeds.every((speed, index) => index === 0 || speed < Transport.speeds[index - 1]), "fastest first");
  },

  "step by step"() {
    const { transport, timeline, stepped } = recorded();
    transport.hold();
    transport.goToFraction(0);
    transport.advance(0);
    same(transport.playhead.position, 1, "the first one has happened at its moment");
    transport.step(2);
    same([transport.playhead.position, transport.time], [3, 3e9]);
    transport.advance(1e9);
    same(transport.playhead.position, 3, "it stays there");
    transport.step(1);
    transport.step(1);
    same([transport.time, transport.playhead.position], [4e9, 5], "two of the same moment are two steps");
    transport.step(-1);
    transport.advance(0);
    same(transport.playhead.position, 4, "back to the first of both");
    transport.step(-100);
    same([transport.playhead.position, transport.time], [0, timeline.startTime - 1], "before all of them");
    same(stepped, [2, 3, 4, 3, -1]);
    transport.goTo(4);
    same([transport.playhead.position, transport.time], [5, 4e9]);
    transport.goTo(1);
    same(transport.playhead.position, 2);
    same(stepped.length, 5, "going somewhere is no step");
    transport.goToFraction(0.5);
    transport.advance(0);
    same([transport.fraction, transport.playhead.position], [0.5, timeline.after(transport.time)]);
  },

  "passing over idle time"() {
    const { transport, timeline } = recorded([event(60e9, "created", 9)]);
    transport.hold();
    transport.goToFraction(0);
    transport.play(1);
    transport.advance(0.1e9, true, 0);
    same([transport.time, transport.passing(0)], [1.1e9, null], "a second is waited for");
    transport.goTo(4);
    transport.play(1);
    transport.advance(0.1e9, true, 1000);
    same(transport.time, 59.5e9, "until half a second before it");
    same(transport.passing(1500), { duration: 55.4e9, at: 1000, isLost: false });
    same(transport.passing(2000), null, "said for a moment");
    transport.play(-1);
    transport.advance(0.1e9, true, 3000);
    same(transport.time, 4.5e9, "backwards, too");
    transport.goTo(4);
    transport.play(1);
    transport.advance(0.1e9, false);
    same(transport.time, 4.1e9, "unless it is not wanted");
    timeline.gaps.push({ from: 10e9, to: 11e9 });
    transport.advance(0.1e9, true, 5000);
    same(transport.passing(5000).isLost, true, "transitions of it are missing");
  },

  "transitions along the scrubber"() {
    const { timeline } = recorded();
    same(densityOf(timeline, 3), [2, 1, 2]);
    same(densityOf(timeline, 300).reduce((sum, count) => sum + count), 5, "none is left out");
    same(densityOf(new Timeline(64), 3), []);
  },
});
