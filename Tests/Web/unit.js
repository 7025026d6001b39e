// Tests of the parts of the page that draw nothing; run in the page by Tests/Web/check.
await (async () => {
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

  const tests = {
    "figures as people read them"() {
      same(Format.count(1234567), "1\u202f234\u202f567");
      same(Format.compact(12345), "12.3\u202fk");
      same(Format.compact(999600), "1\u202fM");
      same(Format.bytes(1536), "1.5\u202fKiB");
      same(Format.bytes(1023), "1023\u202fB");
      same(Format.duration(1500), "1.5\u202fµs");
      same(Format.duration(999999), "1\u202fms");
      same(Format.duration(NaN), "–");
      same(Format.age(3723e9), "1\u202fh 2\u202fmin");
      same(Format.frame({ function: "f()", file: "/a/b.swift", line: 3 }), "f() · b.swift:3");
      same(belowText(512), "<\u202f512\u202fns");
      expect(belowText(Infinity).startsWith("≥"), "the last class has no upper bound");
    },

    "quantiles of classes"() {
      const buckets = empty();
      same(Histogram.quantile(buckets, 0.5), null, "nothing counted");
      buckets[0] = 1;
      same(Histogram.quantile(buckets, 0.99), { low: 0, high: 256, count: 1 });
      buckets[3] = 98;
      buckets[27] = 1;
      same(Histogram.quantile(buckets, 0.5).high, 2048);
      same(Histogram.quantile(buckets, 0.5).low, 1024);
      same(Histogram.quantile(buckets, 0.01).high, 256);
      same(Histogram.quantile(buckets, 0.99).high, 2048, "99 of 100 lie in or below class 3");
      buckets[27] = 2;
      expect(Histogram.quantile(buckets, 0.99).high === Infinity, "the 100th of 101 is in the last class");
      same(Histogram.quantile(buckets, 0.99).low, 256 * 2 ** 26);
    },

    "differences of histograms"() {
      const [a, b] = [empty(), empty()];
      a[2] = 5;
      b[2] = 7;
      same(Histogram.difference(a, b)[2], 2);
      same(Histogram.difference(b, a), null, "a count that went back");
      const merged = Histogram.merge([
        { subject: "queueLatency", executor: "main", buckets: a },
        { subject: "queueLatency", executor: "global", buckets: b },
        { subject: "runTime", executor: "global", buckets: b },
      ], "queueLatency");
      same(merged[2], 12);
      same(Histogram.merge([], "queueLatency"), null);
    },

    "rates between two looks"() {
      const first = snapshot(0, { jobsRun: 100, cpuUser: 0, cpuSystem: 0, tasksLive: 3 });
      const second = snapshot(2, { jobsRun: 300, cpuUser: 1e9, cpuSystem: 5e8, tasksLive: 4 });
      const { values, absent } = measure(first, second);
      same(values.jobsRun, 100);
      same(values.cpuUser, 50, "percent of one core");
      same(values.cpu, 75);
      same(values.tasksLive, 4);
      expect(Number.isNaN(values.hops) && absent.hops, "a figure that is not there is absent");
      expect(Number.isNaN(measure(null, second).values.jobsRun), "no rate without two looks");
      expect(Number.isNaN(measure(second, { ...first, time: second.time + 1e9 }).values.jobsRun), "no rate when a count went back");
    },

    "reasons of what is absent"() {
      const { absent } = measure(null, snapshot(0, {}, { unavailable: { bytesAllocated: "not hooked", cpuUser: "no /proc" } }));
      same(absent.bytesAllocated, "not hooked");
      same(absent.cpu, "no /proc");
    },

    "latency of the last interval"() {
      const counts = (n, m) => {
        const buckets = empty();
        buckets[1] = n;
        buckets[10] = m;
        return [{ subject: "queueLatency", executor: "global", buckets, sum: 0 }];
      };
      const first = snapshot(0, {}, { histograms: counts(1000, 0) });
      const second = snapshot(1, {}, { histograms: counts(1000, 4) });
      same(measure(first, second).values.latency50, Histogram.upper(10), "only what was counted since");
      expect(Number.isNaN(measure(second, { ...second, time: second.time + 1e9 }).values.latency50), "none where nothing ran");
    },

    "queues by kind"() {
      const executors = [
        { identity: 0, kind: "global", name: "global", queued: 5, running: 1 },
        { identity: 8, kind: "actor", name: "A", queued: 2, running: 0 },
        { identity: 9, kind: "actor", name: "B", queued: 3, running: 0 },
      ];
      const { values } = measure(null, snapshot(0, {}, { executors }));
      same([values.queueGlobal, values.queueActors, values.queueMain], [5, 5, 0]);
    },

    "samples in fixed memory"() {
      const samples = new Samples(100);
      for (let n = 0; n < 250; n += 1) samples.push(snapshot(n, { tasksLive: n }));
      same([samples.first, samples.end], [150, 250]);
      same(samples.value("tasksLive", 150), 150);
      same(samples.value("tasksLive", 249), 249);
      same(samples.indexAt(1.7e18 + 200 * 1e9), 200);
      same(samples.push(snapshot(249, {})), false, "the same one twice");
      same(samples.end, 250);
    },

    "gaps"() {
      const samples = new Samples(100);
      for (let n = 0; n < 5; n += 1) samples.push(snapshot(n, { jobsRun: n }));
      samples.push(snapshot(14, { jobsRun: 14 }));
      expect(samples.isAfterGap(5), "ten seconds are a gap");
      expect(Number.isNaN(samples.value("jobsRun", 5)), "no rate over a gap");
      samples.push(snapshot(15, { jobsRun: 18 }));
      expect(!samples.isAfterGap(6), "one second is none");
      same(samples.value("jobsRun", 6), 4);
      const other = snapshot(16, { jobsRun: 100 });
      other.process = { ...other.process, pid: 2 };
      samples.push(other);
      expect(samples.isAfterGap(7), "another process");
    },

    "axes"() {
      same(axisTicks(0).ticks, [0, 1]);
      same(axisTicks(4).ticks, [0, 1, 2, 3, 4]);
      same(axisTicks(97).ticks, [0, 50, 100]);
      same(axisTicks(3 * 1024 * 1024, true).top % (1024 * 1024), 0, "whole mebibytes");
      for (const high of [0.3, 1, 7, 12, 99, 101, 1234, 5.5e6]) {
        const { top, ticks } = axisTicks(high);
        expect(top >= high && ticks.length >= 2 && ticks.length <= 7, "axis to " + high + ": " + ticks);
      }
      same(logTicks(300, 90000).ticks, [100, 1000, 10000, 100000]);
    },

    "moments of an axis"() {
      same(timeTicks(0, 60, 480, 0), { step: 10, ticks: [0, 10, 20, 30, 40, 50, 60] });
      same(timeTicks(7, 3607, 480, 0).step, 600);
      same(timeTicks(30, 7230, 100, -1800), { step: 3600, ticks: [1800, 5400] }, "whole hours of a zone that is half an hour ahead");
    },

    "places in a chart"() {
      const area = { left: 50, right: 150, top: 10, bottom: 110 };
      const scale = new Scale(area, { from: 1000, to: 2000 }, axisTicks(4));
      same([scale.x(1000), scale.x(1500), scale.x(2000)], [50, 100, 150]);
      same(scale.wallAt(scale.x(1234)), 1234, "back again");
      same([scale.y(0), scale.y(1), scale.y(4)], [110, 85, 10]);
      same(scale.with(axisTicks(2)).y(2), 10, "an axis of its own");
      const log = new Scale(area, { from: 0, to: 1 }, logTicks(1000, 1e5), true);
      same([log.y(1000), log.y(1e4), log.y(1e5)], [110, 60, 10]);
      same(log.y(3), 110, "what is below the axis lies on it");
      same(log.pointY(Infinity), 2, "what has no upper bound is at the top");
    },

    "what the charts show"() {
      const samples = new Samples(100);
      const view = new ChartView(samples);
      view.point(5);
      view.move(1);
      same(view.hovered, null, "there is nothing to point at");
      for (let n = 0; n < 250; n += 1) samples.push(snapshot(n, { tasksLive: n }));
      const seconds = (wall) => (wall - 1.7e18) / 1e9;
      same([view.span.from, view.span.to].map(seconds), [150, 249], "as long as there is less than the range: all of it");
      view.setRange(60);
      same(seconds(view.span.from), 189);
      same([view.first, view.last], [188, 250], "and the one before it");
      same(view.extent("tasksLive"), { low: 189, high: 249 });
      expect(Number.isNaN(view.extent("jobsRun").high), "none where there is none");
      view.point(1.7e18 + 200.4e9);
      same(view.hovered, 200, "the nearest");
      view.point(1.7e18 + 200.6e9);
      same(view.hovered, 201);
      view.move(-1000);
      same(view.hovered, 189, "not before what is shown");
      view.move(1000);
      same(view.hovered, 249, "nor after it");
      view.pause(true);
      for (let n = 250; n < 260; n += 1) samples.push(snapshot(n, { tasksLive: n }));
      same([view.last, view.unseen], [250, 10], "it stands still");
      view.setSilence({ from: 1.7e18 + 259e9, to: 1.7e18 + 300e9 });
      same(seconds(view.span.to), 249, "also while nothing is received");
      view.pause(false);
      same([seconds(view.span.to), view.unseen], [300, 0], "silence is shown as it lasts");
      expect(!view.setSilence({ from: 1.7e18 + 259e9, to: 1.7e18 + 300e9 }) && view.setSilence(null), "what is new is drawn");
      for (let n = 260; n < 400; n += 1) samples.push(snapshot(n, { tasksLive: n }));
      view.forget();
      same(view.hovered, null, "what was pointed at is no longer held");
    },

    "the figures of a chart in words"() {
      const spec = { format: Format.bytes, isBytes: true, series: [series("resident", "resident set", "s1")] };
      same(legendTexts(spec, spec.series[0], 2048, { low: 1024, high: 2048 }), { texts: ["2 KiB", "1 KiB", "2 KiB"], remark: "2 048 B" });
      const none = { low: NaN, high: NaN };
      same(legendTexts(spec, spec.series[0], NaN, none, "not hooked"), { texts: ["absent", "", ""], remark: "not hooked" });
      same(legendTexts(spec, spec.series[0], NaN, { low: 1, high: 2 }, "gone").texts[0], "–", "absent now, and there before");
      same(legendTexts({ format: Format.rate }, series("a", "a", "s1", { format: Format.count }), 3, none).texts, ["3", "–", "–"], "a format of its own");
      const two = { series: [series("a", "a", "s1"), series("b", "b", "s2")] };
      same(absenceText(two, { a: none, b: none }, ["x", "x"], 9), "absent: x", "a reason is said once");
      same(absenceText(two, { a: none, b: none }, ["x", undefined], 9), "", "one may still come");
      same(absenceText(two, { a: none, b: { low: 0, high: 1 } }, ["x", "y"], 9), "");
      const quantiles = { ...two, isQuantile: true };
      same(absenceText(quantiles, { a: none, b: none }, [undefined, undefined], 2), "");
      expect(absenceText(quantiles, { a: none, b: none }, [undefined, undefined], 3) !== "", "nothing was timed");
    },

    "events in pieces"() {
      const seen = [];
      const parser = new EventParser((type, data) => seen.push([type, data]));
      const text = ": hello\n\nevent: snapshot\ndata: {\"a\":1}\n\ndata: one\ndata: two\n\nevent: x\r\ndata:y\r\n\r\nretry: 1000\n\ndata: unfinished";
      for (const character of text) parser.feed(character);
      same(seen, [["snapshot", '{"a":1}'], ["message", "one\ntwo"], ["x", "y"]]);
      const whole = [];
      new EventParser((type, data) => whole.push([type, data])).feed(text);
      same(whole, seen, "in one piece");
      const limit = EventParser.limit;
      EventParser.limit = 10;
      let hasThrown = false;
      try {
        parser.feed("x".repeat(20));
      } catch {
        hasThrown = true;
      }
      EventParser.limit = limit;
      expect(hasThrown, "a line without an end is refused");
    },

    "waiting before the next try"() {
      expect(backOff(0, 0.5) === 500 && backOff(3, 0.5) === 4000, "doubles");
      expect(backOff(50, 1) <= 12500, "is bounded");
      expect(backOff(2, 0) < backOff(2, 1), "differs between pages");
    },

    "what a task does after each transition"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      const steps = [
        [event(1, "created", 7, { other: 3, place: 99 }), { 7: "wait 1" }],
        [event(2, "enqueued", 7, { executor: 0, other: 3 }), { 7: "queue 0" }],
        [event(3, "run", 7, { executor: 0, thread: 2 }), { 7: "run 2" }],
        [event(4, "hopped", 7, { executor: 50, other: 0, thread: 2 }), { 7: "run 2" }],
        [event(5, "enqueued", 7, { executor: 50, thread: 2 }), { 7: "queue 50" }],
        [event(6, "suspended", 7, { reason: "enqueued", thread: 2 }), { 7: "queue 50" }],
        [event(7, "run", 7, { executor: 50, thread: 4 }), { 7: "run 4" }],
        [event(8, "suspended", 7, { reason: "continuation", thread: 4 }), { 7: "wait 5" }],
        [event(9, "enqueued", 7, { executor: 50, other: 3 }), { 7: "queue 50" }],
        [event(10, "run", 7, { executor: 50, thread: 4 }), { 7: "run 4" }],
        [event(11, "completed", 7, { thread: 4 }), {}],
      ];
      timeline.add({ events: steps.map(([event]) => event) });
      timeline.flush();
      for (const [, expected] of steps) {
        playhead.forward();
        same(states(playhead), expected, "after " + playhead.position);
      }
      for (const [, expected] of steps.slice(0, -1).reverse()) {
        playhead.backward();
        same(states(playhead), expected, "back at " + playhead.position);
      }
      same(timeline.origins.get(7).by, 3);
      same(timeline.story(7).numbers.length, 11);
    },

    "a task that runs elsewhere before its old thread says that it left"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [
        event(1, "run", 7, { executor: 0, thread: 2 }), event(2, "enqueued", 7, { executor: 0, thread: 3 }),
        event(3, "run", 7, { executor: 0, thread: 4 }), event(4, "suspended", 7, { reason: "continuation", thread: 2 }),
      ] });
      timeline.flush();
      playhead.seek(10);
      same(states(playhead), { 7: "run 4" });
      timeline.clear();
      timeline.add({ events: [
        event(1, "run", 7, { executor: 0, thread: 2 }), event(2, "enqueued", 7, { executor: 50, thread: 3 }),
        event(3, "suspended", 7, { reason: "continuation", thread: 2 }),
      ] });
      timeline.flush();
      playhead.seek(10);
      same(states(playhead), { 7: "queue 50" }, "one that was resumed before it left");
    },

    "batches whose threads are late"() {
      const timeline = new Timeline(64);
      timeline.add({ events: [event(10e6, "created", 1), event(20e6, "created", 2)] });
      timeline.add({ events: [event(19e6, "created", 3, { thread: 2 }), event(30e6, "created", 4)] });
      timeline.flush();
      same([0, 1, 2, 3].map((number) => timeline.taskOf(number)), [1, 3, 2, 4]);
      same(timeline.late, 0);
      timeline.add({ events: [event(5e6, "created", 5)] });
      timeline.flush();
      same(timeline.late, 1, "what is too late is counted");
      expect(timeline.endTime === 30e6, "and time does not go back");
    },

    "gaps make states doubtful"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [
        event(1, "run", 1, { executor: 0, thread: 2 }), event(2, "enqueued", 2, { executor: 0, thread: 3 }),
        event(3, "run", 3, { executor: 0, thread: 5 }), event(4, "suspended", 4, { reason: "task", thread: 6 }),
      ] });
      timeline.flush();
      timeline.add({ events: [event(100, "run", 9, { executor: 0, thread: 2 })], gaps: [{ thread: 2, count: 12, before: 100 }] });
      timeline.flush();
      same(timeline.lost, 12);
      playhead.seek(50);
      same(states(playhead), { 1: "wait " + STATE.lost, 2: "wait " + STATE.lost, 3: "run 5", 4: "wait " + STATE.task }, "from where it begins");
      playhead.seek(1000);
      same(states(playhead)[9], "run 2");
      const runs = [];
      playhead.runs(2, 0, 200, 1000, (task, from, to) => runs.push([task, from, to]));
      same(runs.reverse(), [[1, 1, 4], [0, 4, 100], [9, 100, 200]], "what is not known is not drawn as a run");
      timeline.loseSight(3);
      playhead.seek(1000);
      same(states(playhead)[3], "wait " + STATE.lost, "after a loss of any thread");
      same(timeline.lost, 15);
    },

    "no more tasks are shown than are alive"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [1, 2, 3].map((task) => event(task, "enqueued", task, { executor: 0 })) });
      timeline.add({ events: [], gaps: [{ thread: 1, count: 9, before: 50 }] });
      timeline.add({ events: [event(60, "suspended", 4, { reason: "task" }), event(61, "suspended", 2, { reason: "task" })] });
      timeline.flush();
      timeline.leaveOut(2, 2);
      playhead.seek(1e6);
      same(Object.keys(states(playhead)), ["1", "2", "3", "4"], "not those that were lost just now");
      timeline.leaveOut(1, 100);
      playhead.seek(1e6);
      same(Object.keys(states(playhead)), ["2", "3", "4"], "the one that was lost longest ago");
      timeline.leaveOut(10, 100);
      playhead.seek(1e6);
      same(Object.keys(states(playhead)), ["2", "4"], "those that were seen stay");
    },

    "tasks that run all the time"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.reconcile({ time: 5e9, total: 1, losses: {}, tasks: [{ id: 8, state: "running", thread: 3, executor: 0 }] });
      same(states(playhead), { 8: "run 3" });
      const runs = [];
      playhead.runs(3, 0, 100, 1000, (task, from, to) => runs.push([task, from, to]));
      same(runs, [[8, 0, 100]]);
      timeline.add({ events: [event(6e9, "suspended", 8, { reason: "task", thread: 3 })] });
      timeline.flush();
      playhead.seek(7e9);
      same(states(playhead), { 8: "wait " + STATE.task });
    },

    "a list of the tasks sets right what is held"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [event(1, "enqueued", 1, { executor: 0 }), event(2, "suspended", 2, { reason: "task" }), event(5e9, "created", 3), event(5e9, "completed", 5)] });
      timeline.flush();
      timeline.reconcile({ time: 5e9, total: 3, losses: {}, tasks: [
        { id: 2, state: "suspended", waitsFor: "task" }, { id: 4, state: "suspended", waitsFor: "sleep", executor: 0 },
        { id: 5, state: "suspended" },
      ] });
      playhead.seek(1e12);
      same(states(playhead), { 2: "wait " + STATE.task, 3: "wait " + STATE.created, 4: "wait " + STATE.sleep }, "1 is gone, 3 is too new, 5 has ended");
      timeline.reconcile({ time: 1e12, total: 100, losses: {}, tasks: [] });
      playhead.seek(1e13);
      same(Object.keys(states(playhead)).length, 3, "an incomplete list takes nothing away");
    },

    "forwards, backwards and anywhere are the same"() {
      const random = chance(42);
      const timeline = new Timeline(400, { maximumTasks: 1000 });
      const playhead = new Playhead(timeline);
      const kinds = ["created", "enqueued", "run", "suspended", "hopped", "completed"];
      let time = 0;
      for (let round = 0; round < 40; round += 1) {
        for (let n = 0; n < 30; n += 1) {
          timeline.append(event((time += 1 + random(3)), kinds[random(6)], 1 + random(12), {
            thread: 1 + random(4), executor: [0, 50, 60][random(3)], reason: ["task", "continuation", "group", "enqueued", "unknown"][random(5)],
          }));
        }
        // What each task does at a moment, from nothing but the transitions and what was before them.
        const oracle = (position) => {
          const last = new Map([...timeline.base]);
          for (let number = timeline.first; number < position; number += 1) last.set(timeline.taskOf(number), timeline.stateAt(number));
          const found = {};
          for (const [task, state] of [...last].sort((a, b) => a[0] - b[0])) {
            if (state.state === STATE.completed) continue;
            found[task] = state.state === STATE.enqueued ? "queue " + state.executor : state.state === STATE.running ? "run " + state.thread : "wait " + state.state;
          }
          return found;
        };
        for (let n = 0; n < 6; n += 1) {
          playhead.seek(timeline.startTime - 1 + random(timeline.endTime - timeline.startTime + 2));
          same(states(playhead), oracle(playhead.position), "round " + round + " at " + playhead.position);
        }
      }
      expect(timeline.first > 0, "transitions were let go of");
    },

    "what a thread ran"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [
        event(10, "run", 1, { executor: 0 }), event(20, "suspended", 1, { reason: "task" }),
        event(30, "run", 2, { executor: 0 }), event(40, "run", 3, { executor: 0 }), event(50, "completed", 3),
        event(60, "suspended", 2, { reason: "task" }), event(70, "run", 4, { executor: 0 }),
      ] });
      timeline.flush();
      playhead.seek(100);
      const runs = [];
      playhead.runs(1, 0, 100, 1000, (task, from, to) => runs.push([task, from, to]));
      same(runs.sort((a, b) => a[1] - b[1]), [[1, 10, 20], [2, 30, 40], [3, 40, 50], [2, 50, 60], [4, 70, 100]]);
      const late = [];
      playhead.runs(1, 55, 100, 1000, (task, from, to) => late.push([task, from, to]));
      same(late.sort((a, b) => a[1] - b[1]), [[2, 55, 60], [4, 70, 100]]);
      playhead.seek(45);
      const then = [];
      playhead.runs(1, 0, 45, 1000, (task, from, to) => then.push([task, from, to]));
      same(then.sort((a, b) => a[1] - b[1]), [[1, 10, 20], [2, 30, 40], [3, 40, 45]]);
      timeline.clear();
      timeline.add({ events: [event(50, "created", 9, { thread: 3 }), event(60, "suspended", 2, { reason: "task" })] });
      timeline.flush();
      playhead.seek(100);
      const before = [];
      playhead.runs(1, 0, 100, 1000, (task, from, to) => before.push([task, from, to]));
      same(before, [[2, 50, 60]], "what began before all that is held");
    },

    "the sum of a task's states"() {
      const timeline = new Timeline(64);
      timeline.add({ events: [
        event(0, "enqueued", 1, { executor: 0 }), event(10, "run", 1, { executor: 0 }), event(40, "suspended", 1, { reason: "task" }),
        event(100, "enqueued", 1, { executor: 0 }), event(101, "run", 1, { executor: 0 }),
      ] });
      timeline.flush();
      same(sumOfStates(timeline, timeline.story(1).numbers, 111), { running: 40, enqueued: 11, waiting: 60 });
    },

    "places of the picture"() {
      for (const [width, height] of [[1400, 700], [760, 500], [334, 620]]) {
        const { lanes, queues, waiting } = Layout.areas(width, height);
        for (const area of [lanes, queues, waiting]) {
          expect(area.x >= 0 && area.y >= 0 && area.x + area.width <= width && area.y + area.height <= height, "outside at " + width);
        }
        const apart = (a, b) => a.x + a.width <= b.x || a.y + a.height <= b.y;
        expect(apart(lanes, queues) && apart(queues, waiting), "over each other at " + width);
        const rows = Layout.rows(lanes, 500, 22, 64);
        expect(rows.shown < 500 && rows.at(rows.shown - 1).y + rows.height <= lanes.y + lanes.height, "rows at " + width);
        same(Layout.rows(lanes, 2, 22, 64).shown, 2);
      }
      const box = { x: 10, y: 10, width: 130, height: 26 };
      same(Layout.grid(box, 20, 13).shown, 20);
      const full = Layout.grid(box, 1000, 13);
      expect(full.shown < 20, "room for the count of the others");
      const last = full.at(full.shown - 1);
      expect(last.x < 140 && last.y < 36, "in the box");
      same([1, 1.9, 2.5, 7, 1234].map(Layout.roundWindow), [1, 1, 2, 5, 1000]);
      same(Layout.clip("abcdefgh", 5, (text) => text.length), "abcd…");
      same(Layout.clip("abc", 5, (text) => text.length), "abc");
      same(Layout.heights([0, 25], 200, 10, 13, 24, 38), [41, 67], "what they need");
      const tight = Layout.heights([0, 1000, 10], 200, 10, 13, 24, 38);
      expect(Math.abs(tight.reduce((sum, height) => sum + height) - 200) < 1e-9 && Math.min(...tight) >= 38 && tight[1] > tight[2], "what there is: " + tight);
    },

    "light and dark"() {
      same(["system", "light", "dark"].map((choice) => Theme.resolve(choice, true)), ["dark", "light", "dark"], "on a dark system");
      same(["system", "light", "dark"].map((choice) => Theme.resolve(choice, false)), ["light", "light", "dark"], "on a light one");
    },

    "black or white on a colour"() {
      same([Canvas.ink("#ffc46b"), Canvas.ink("#08736f")], ["#0b1215", "#ffffff"]);
    },

    "a map that holds no more than so many"() {
      const map = new BoundedMap(2);
      map.set("a", 1).set("b", 2).set("a", 3).set("c", 4);
      same([...map], [["b", 2], ["c", 4]], "the oldest goes");
    },

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
    },

    "how often batches come"() {
      const clock = new LiveClock();
      clock.batch(0, undefined, 0);
      clock.batch(500, 1e9, 500);
      same([clock.interval, clock.rate], [500e6, 0], "as far apart as they are; no rate yet");
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

    "names"() {
      const names = new Names();
      names.takeSnapshot({
        workers: [{ thread: 1, kind: "main" }, { thread: 2, kind: "pool" }, { thread: 3, kind: "user", name: "log" }, { thread: 4, kind: "other", name: "nio" }],
        executors: [{ identity: 50, kind: "actor", name: "Feed" }, { identity: 60, kind: "actor", name: "" }, { identity: 70, kind: "main", name: "main" }],
      });
      same([1, 2, 3, 4, 5, NONE].map((thread) => names.thread(thread)), ["main thread", "worker 2", "log 3", "nio", "thread 5", "an unknown thread"]);
      same([0, 50, 60, 70, 255, NONE].map((executor) => names.executor(executor)), ["global", "Feed", "actor", "main", "0xff", "an unknown executor"]);
      same([names.workers, names.mainExecutors], [[1, 2], [70]]);
      names.takeTasks({ tasks: [{ id: 7, name: "load", executor: 80, executorName: "Cache" }, { id: 8 }] });
      same([7, 8, 9].map((task) => names.task(task)), ["load #7", "#8", "#9"]);
      same(names.shortTask(7), "load");
      same(names.executor(80), "Cache", "executors that only the list of tasks knows");
      names.takeSnapshot({ workers: [{ thread: 1, kind: "main" }] });
      same([names.isAlive(2), names.kindOfThread(2)], [false, "pool"], "a thread that has ended keeps its name");
      names.takeSnapshot({});
      expect(names.isAlive(2), "nobody knows");
    },

    async "names of places"() {
      const asked = [];
      const answers = [[[], [{ function: "f()" }]], [[]], [[]], [[]], [[]], [[]]];
      const places = new Places({ get: async (path, { at }) => {
        asked.push(at);
        if (answers.length === 0) throw new Error("gone");
        return { frames: answers.shift() };
      } });
      const named = [];
      places.listener = { named: (address, name) => named.push([address, name]) };
      same([places.nameOf(16), places.nameOf(17)], ["0x10", "0x11"], "addresses until they are known");
      await places.resolve(0);
      same([asked, named, places.nameOf(17)], [["16,17"], [["0x11", "f()"]], "f()"]);
      places.nameOf(16);
      await places.resolve(1000);
      same(asked.length, 1, "not again at once");
      for (let time = 3000; time < 30000; time += 3000) {
        places.nameOf(16);
        await places.resolve(time);
      }
      same(asked.slice(1), ["16", "16", "16", "16", "16"], "what is not known after six tries stays an address");
      places.nameOf(18);
      await places.resolve(40000);
      places.nameOf(18);
      await places.resolve(45000);
      same(asked.length, 7, "a server that fails is left alone for a while");
      await places.resolve(51000);
      same(asked.length, 8);
    },

    "colours"() {
      const timeline = new Timeline(64);
      timeline.add({ events: [event(1, "created", 1, { place: 16 }), event(2, "created", 2, { place: 17 }), event(3, "created", 3, { place: 16 })] });
      timeline.flush();
      const names = new Names();
      names.takeTasks({ tasks: [{ id: 1, name: "load 12" }, { id: 2, name: "load-7" }, { id: 4, name: "42" }, { id: 5, creation: [{ function: "g()" }] }] });
      const choice = { value: "site" };
      const places = new Places(null);
      const colouring = new Colouring(choice, { names, places, timeline });
      same([1, 2, 3, 4, 5].map((task) => colouring.keyOf(task)), ["0x10", "0x11", "0x10", "not known", "g()"]);
      const [first, second, third] = [1, 2, 3].map((task) => colouring.colourOf(task, 0, 0));
      expect(first === third && first !== second, "tasks of one place have one colour");
      same(colouring.colourOf(4, 0, 0), Theme.colours.none);
      places.take(16, [{ function: "f()" }], 0);
      same([colouring.keyOf(1), colouring.colourOf(1, 0, 1000)], ["f()", first], "a place that gets its name keeps its colour");
      choice.value = "name";
      same([1, 2, 3, 4].map((task) => colouring.keyOf(task)), ["load", "load", "without a name", "42"]);
      choice.value = "executor";
      same([colouring.keyOf(1, 0), colouring.keyOf(1)], ["global", "unknown executor"]);
      expect(colouring.colourOf(1, 0, 1000) !== colouring.colourOf(1, NONE, 1000), "at once by something else");
    },

    "transitions in words"() {
      const names = new Names();
      names.takeSnapshot({ workers: [{ thread: 2, kind: "pool" }], executors: [{ identity: 50, kind: "actor", name: "Feed" }] });
      const timeline = new Timeline(64);
      timeline.add({ events: [
        event(1, "created", 7, { other: 3 }), event(2, "enqueued", 7, { executor: 50, other: 7 }), event(3, "run", 7, { executor: 50, thread: 2 }),
        event(4, "hopped", 7, { executor: 0, thread: 2 }), event(5, "suspended", 7, { reason: "enqueued", thread: 2 }), event(6, "run", 7, { thread: 2 }),
        event(7, "suspended", 7, { reason: "group", thread: 2 }), event(8, "completed", 7, { thread: 2 }), event(9, "threadEnded", 0, { thread: 2 }),
      ], gaps: [] });
      timeline.flush();
      timeline.note(8, 10, STATE.completed);
      timeline.note(9, 10, STATE.sleep);
      timeline.addGaps([{ thread: 2, count: 1, before: 20 }]);
      same(Array.from({ length: 12 }, (_, number) => Words.transition(timeline.transition(number), names)), [
        "#7 created by #3", "#7 enqueued on Feed", "#7 runs on worker 2, Feed", "#7 hops to global", "#7 leaves worker 2 for a queue",
        "#7 runs on worker 2, global", "#7 leaves worker 2, waits for a group", "#7 completes", "worker 2 ends",
        "#8 has ended unseen", "#9: sleeps", "transitions of worker 2 are missing from here",
      ]);
      same(Words.state({ state: STATE.enqueued, executor: 50, since: 1e9 }, 3e9, names), "enqueued on Feed, for 2\u202fs");
      same(Words.state({ state: STATE.running, thread: 2, since: NaN }, 3e9, names), "running on worker 2", "not for how long, where that is not known");
    },

    "what is shown, in words"() {
      const { timeline, transport, playhead } = recorded();
      const names = new Names();
      const live = { isLive: true, rate: 5000, delay: 200e6 };
      const nothing = new Timeline(64);
      same(Words.summary(nothing, { ...live, refusal: "not allowed" }), "No transitions: not allowed");
      expect(Words.summary(nothing, live).startsWith("Waiting"), "nothing has moved");
      same(Words.summary(timeline, live), "5\u202fk transitions/s; live, 200\u202fms behind");
      same(Words.summary(timeline, { ...live, isLive: false }), "Held: 3\u202fs, 5 transitions");
      same(Words.honest(timeline, { isLive: false, rate: 5000, shown: 3, known: 8 }), "showing 3 of 8 tasks");
      same(Words.honest(timeline, { isLive: false, rate: 0, shown: 8, known: 8 }), "showing all 8 tasks");
      same(Words.honest(timeline, { isLive: false, rate: 0, shown: 1, known: 1 }), "showing the only task");
      expect(Words.honest(timeline, { isLive: true, rate: 5000, shown: 8, known: 8 }).includes("too short to see"), "live is not all");
      timeline.loseSight(7);
      timeline.forget(1);
      const honest = Words.honest(timeline, { isLive: true, rate: 0, shown: 8, known: 8 });
      expect(honest.includes("7 transitions lost") && honest.includes("1 task left out"), "losses: " + honest);
      transport.goTo(1);
      const position = (passing) => Words.position(timeline, playhead.position - 1, transport.time, passing, names);
      expect(position(null).startsWith("2\u202fs before the end · transition 2 of ") && position(null).endsWith(" · #2 created"), position(null));
      expect(position({ duration: 5e9, isLost: true }).endsWith("passing over 5\u202fs, of which transitions are missing"), "passing over");
      same(Words.recorded(nothing), "");
    },

    "choosing and pointing"() {
      const told = [];
      const selection = new Selection((task) => told.push(task));
      same(selection.pointNext([], 1), null);
      same([1, 1, 1, -1].map((steps) => selection.pointNext([5, 6], steps)), [5, 6, 5, 6], "around");
      expect(selection.isMarked(6) && !selection.isMarked(5) && !selection.isAside(5), "pointed at, and none chosen");
      selection.select(5);
      selection.mark(5);
      selection.select(null);
      same(told, [5], "told once, and not when none is chosen");
      selection.mark(5);
      same([selection.isMarked(5), selection.isAside(5), selection.isAside(7)], [true, false, true]);
    },

    "dots"() {
      const dots = new Dots((task) => task === 2 ? 1 : undefined);
      const where = (task) => [...dots].filter(([key]) => key === task).map(([, dot]) => [Math.round(dot.x), Math.round(dot.y)])[0];
      dots.begin(false);
      dots.place(1, 10, 10, 5);
      dots.move(16, false);
      dots.begin(false);
      dots.place(1, 10, 10, 5);
      dots.place(2, 110, 10, 5);
      same(where(2), [10, 10], "it comes out of the one that created it");
      dots.move(16, false);
      expect(where(2)[0] > 10 && where(2)[0] < 110, "and flies");
      dots.move(10000, false);
      same([where(2), dots.shown, dots.order], [[110, 10], 2, [1, 2]]);
      same([dots.taskAt(108, 12), dots.taskAt(60, 10)], [2, null]);
      dots.begin(false);
      dots.place(1, 50, 50, 5);
      dots.move(100, false);
      same([dots.size, dots.order, dots.taskAt(110, 10)], [2, [1], null], "what has gone can still be seen, not chosen");
      dots.begin(false);
      dots.place(1, 90, 90, 5);
      dots.move(16, true);
      same([where(1), dots.size], [[90, 90], 1], "without motion it is there, or gone, at once");
      dots.begin(true);
      dots.place(2, 30, 30, 5);
      same(where(2), [30, 30], "live, nothing comes out of another one");
    },

    "the order of queues"() {
      const timeline = new Timeline(640);
      const playhead = new Playhead(timeline);
      const names = new Names();
      names.takeSnapshot({ executors: [{ identity: 70, kind: "main", name: "main" }] });
      const queues = new Queues({ playhead, names, transport: null }, null);
      same(queues.order(0), [0, 70], "two are always there");
      timeline.add({ events: [event(1, "enqueued", 1, { executor: 50 }), event(2, "enqueued", 2, { executor: 40 }), event(3, "run", 1, { executor: 50 })] });
      timeline.flush();
      playhead.seek(1);
      same(queues.order(100), [0, 70, 50]);
      playhead.seek(2);
      same(queues.order(200), [0, 70, 50, 40], "what is new is behind");
      playhead.seek(3);
      same(queues.order(5000), [0, 70, 50, 40], "what was there stays for a while");
      same(queues.order(15500), [0, 70, 40], "and goes then");
      for (let n = 0; n < 30; n += 1) timeline.append(event(10 + n, "enqueued", 100 + n, { executor: n < 2 ? 1000 : 1000 + n }));
      playhead.seek(1e6);
      same(queues.order(20000).slice(0, 3), [0, 70, 1000], "of many, the longest first");
    },

    "the order of threads"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      const names = new Names();
      const { selection } = {};
      const lanes = new Lanes({ timeline, playhead, names, transport: null, colouring: null, selection }, null);
      names.takeSnapshot({ workers: [{ thread: 9, kind: "main" }, { thread: 5, kind: "pool" }, { thread: 2, kind: "user" }, { thread: 4, kind: "pool" }] });
      same(lanes.threads, [9, 4, 5], "those that run nothing but tasks");
      timeline.add({ events: [event(1, "run", 1, { thread: 2 }), event(2, "run", 2, { thread: 3 })] });
      timeline.flush();
      playhead.seek(10);
      names.takeSnapshot({ workers: [{ thread: 9, kind: "main" }, { thread: 4, kind: "pool" }] });
      same(lanes.threads, [9, 4, 3, 2], "others that ran one; not those that have ended and ran none");
    },

    "the first tasks of a group"() {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [event(1, "enqueued", 3), event(2, "enqueued", 1), event(3, "enqueued", 2)] });
      timeline.flush();
      playhead.seek(10);
      const tasks = new Set([1, 2, 3]);
      same(playhead.firstOf(tasks, 2, false), [1, 2]);
      same(playhead.firstOf(tasks, 2, true), [3, 1], "longest there first");
      same([playhead.count, playhead.enqueuedCount, playhead.waitingCount, playhead.depth(0), playhead.doubtfulCount], [3, 3, 0, 3, 0]);
      timeline.loseSight(1);
      playhead.seek(10);
      same([playhead.count, playhead.enqueuedCount, playhead.doubtfulCount], [3, 0, 3]);
    },

    "what is in the legend"() {
      const colouring = { by: "site" };
      const legend = new Legend(null, colouring);
      const keys = () => [...legend.seen.keys()];
      legend.take(new Set(["a", "0x10"]), 0);
      legend.take(new Set(["b"]), 5000);
      same(keys(), ["a", "b"], "an address that is no longer there has got its name");
      legend.take(new Set(["b"]), 10001);
      same(keys(), ["b"], "ten seconds later it is gone");
      colouring.by = "name";
      legend.take(new Set(["c"]), 10002);
      same(keys(), ["c"], "colours of something else");
    },

    "transitions along the scrubber"() {
      const { timeline } = recorded();
      same(densityOf(timeline, 3), [2, 1, 2]);
      same(densityOf(timeline, 300).reduce((sum, count) => sum + count), 5, "none is left out");
      same(densityOf(new Timeline(64), 3), []);
    },

    "filtering tasks"() {
      const tasks = [
        { id: 1, name: "waiter", state: "suspended", waitsFor: "continuation", age: 1 },
        { id: 2, state: "running", age: 1, creation: [{ function: "main()", file: "a/Start.swift", line: 3 }] },
      ];
      same(filterTasks(tasks, "", "").length, 2);
      same(filterTasks(tasks, "CONTINUATION wait", "").map((task) => task.id), [1]);
      same(filterTasks(tasks, "start.swift", "").map((task) => task.id), [2]);
      same(filterTasks(tasks, "", "running").map((task) => task.id), [2]);
      same(filterTasks(tasks, "main", "suspended"), []);
      same(filterTasks(tasks, "waiter nothing", ""), [], "every word counts");
    },

    "bounded, however long it runs"() {
      const timeline = new Timeline(5000, { maximumTasks: 700 });
      const playhead = new Playhead(timeline);
      // Every tenth task is lost sight of: its end never arrives.
      for (let n = 1; n <= 40000; n += 1) {
        const thread = 1 + (n % 8);
        timeline.append(event(n * 10, "created", n, { thread, place: n }));
        timeline.append(event(n * 10 + 1, "enqueued", n, { thread, executor: n % 500 }));
        timeline.append(event(n * 10 + 2, "run", n, { thread, executor: 0 }));
        if (n % 10) timeline.append(event(n * 10 + 3, "completed", n, { thread }));
        if (n % 100 === 0) playhead.seek(n * 10);
      }
      playhead.seek(1e12);
      const sizes = {
        base: timeline.base.size, last: timeline.lastOfTask.size, origins: timeline.origins.size,
        moving: timeline.moving.size, threads: timeline.lastOfThread.size, latest: playhead.latest.size, known: playhead.count,
        running: [...timeline.runningOn.values()].reduce((sum, set) => sum + set.size, 0),
      };
      expect(sizes.base <= 700 && sizes.origins <= 700, "tasks: " + JSON.stringify(sizes));
      expect(sizes.last <= 5000 && sizes.latest <= 5000 && sizes.moving <= 5700 && sizes.running <= 5700, "transitions: " + JSON.stringify(sizes));
      expect(sizes.known <= 5700, "known: " + JSON.stringify(sizes));
      expect(timeline.forgotten > 0, "what is left out is counted");
    },
  };

  for (const [name, test] of Object.entries(tests)) {
    current = name;
    try {
      await test();
    } catch (error) {
      failures.push(name + ": " + (error.stack ?? error));
    }
  }
  return { tests: Object.keys(tests).length, expectations: count, failures };
})()
