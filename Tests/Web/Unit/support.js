// What tests of the parts of the page that draw nothing have in common. Tests/Web/check puts it before
// them, and runs them in the page.

/// The tests by their names; each may return a promise.
const tests = {};
const failures = [];
let count = 0;
let current = "";

function expect(condition, what) {
  count += 1;
  if (!condition) failures.push(current + ": " + what);
}

function same(actual, expected, what = "") {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  expect(a === b, what + " is " + a + ", not " + b);
}

/// Numbers that look like chance and are the same each time.
function chance(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const empty = () => new Array(28).fill(0);

function snapshot(seconds, figures = {}, more = {}) {
  return {
    version: 1, time: 1e12 + seconds * 1e9, wallTime: 1.7e18 + seconds * 1e9,
    process: { pid: 1, name: "p", path: "/p", user: "u", started: 1.6e18, processors: 4, isStopped: false },
    figures, workers: [], executors: [], histograms: [], losses: {}, unavailable: {}, ...more,
  };
}

function event(time, kind, task, more = {}) {
  return { time, thread: 1, kind, task, ...more };
}

/// Transitions of five tasks, two of them at the same moment, and what plays them.
function recorded(more = []) {
  const timeline = new Timeline(64);
  const playhead = new Playhead(timeline);
  timeline.add({ events: [1, 2, 3, 4, 4].map((time, n) => event(time * 1e9, "created", n + 1)).concat(more) });
  timeline.flush();
  const [told, stepped] = [[], []];
  const transport = new Transport(timeline, playhead, new LiveClock(), {
    onMode: () => told.push(transport.isLive ? "live" : "held"), onStep: (number) => stepped.push(number),
  });
  return { timeline, playhead, transport, told, stepped };
}

function states(playhead) {
  const found = {};
  for (const [name, sets] of [["queue", playhead.queues], ["run", playhead.running], ["wait", playhead.waiting]]) {
    for (const [key, set] of sets) for (const task of set) {
      expect(found[task] === undefined, "task " + task + " is in two places");
      found[task] = name + " " + key;
    }
  }
  return Object.fromEntries(Object.entries(found).sort((a, b) => a[0] - b[0]));
}

async function runTests() {
  for (const [name, test] of Object.entries(tests)) {
    current = name;
    try {
      await test();
    } catch (error) {
      failures.push(name + ": " + (error.stack ?? error));
    }
  }
  return { tests: Object.keys(tests).length, expectations: count, failures };
}
