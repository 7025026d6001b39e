// What tasks did, as it is held.
Object.assign(tests, {
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

  "threads that are read late bring no task back"() {
    const random = chance(7);
    const threads = 8;
    // Each thread is read at its own moment of a round, up to 100 ms after the first one, as on a
    // machine that is busy; what is read in a round is in the order of time.
    const reads = Array.from({ length: 40 }, (_, round) => Array.from({ length: threads }, () => round * 100e6 + random(100) * 1e6));
    const events = [];
    const alive = {};
    for (let task = 1; task <= 6000; task += 1) {
      let time = 1e6 + task * 500e3 + random(100e3);
      const steps = ["created", "enqueued", "run", "suspended", "enqueued", "run", "completed"];
      // Some stay, each at another of its transitions.
      const length = task % 100 === 0 ? 1 + random(6) : steps.length;
      let thread = random(threads);
      for (const kind of steps.slice(0, length)) {
        if (kind === "run" || kind === "enqueued") thread = random(threads);
        events.push(event(time, kind, task, { thread: 1 + thread, executor: kind === "enqueued" ? 50 : undefined, reason: kind === "suspended" ? "task" : undefined }));
        time += 1e3 + random(task % 3 === 0 ? 30e6 : 100e3);
      }
      const last = events[events.length - 1];
      if (length < 7) alive[task] = { created: "wait 1", enqueued: "queue 50", run: "run " + last.thread, suspended: "wait " + STATE.task }[last.kind];
    }
    events.sort((a, b) => a.time - b.time);
    for (const capacity of [1 << 16, 3000]) {
      const timeline = new Timeline(capacity);
      const playhead = new Playhead(timeline);
      const rest = [...events];
      for (const read of reads) {
        const batch = [];
        let kept = 0;
        for (const event of rest) {
          if (event.time <= read[event.thread - 1]) batch.push(event);
          else rest[kept++] = event;
        }
        rest.length = kept;
        timeline.add({ events: batch, gaps: [] });
      }
      timeline.flush();
      playhead.seek(1e12);
      same(rest.length, 0);
      same(states(playhead), alive, "of " + capacity);
      same([timeline.known, timeline.doubtful.size], [Object.keys(alive).length, 0], "how many it knows");
      same([timeline.moving.size, [...timeline.runningOn.values()].reduce((sum, set) => sum + set.size, 0)],
        [Object.values(alive).filter((state) => /wait 1$|queue/.test(state)).length, Object.values(alive).filter((state) => /run/.test(state)).length], "of what it keeps");
      expect(timeline.late < events.length / 50, timeline.late + " late, though it is known how late threads are");
    }
  },

  "a late transition says nothing of what its task does now"() {
    const timeline = new Timeline(4);
    const playhead = new Playhead(timeline);
    const take = (...events) => {
      for (const event of events) timeline.append(event);
      playhead.seek(1e9);
      return states(playhead);
    };
    same(take(event(10, "completed", 1), event(20, "run", 2, { executor: 50, thread: 3 }), event(5, "enqueued", 1, { thread: 2 })), { 2: "run 3" }, "one that has ended");
    same(timeline.late, 1);
    same(take(event(15, "enqueued", 2, { executor: 50, thread: 2 })), { 2: "run 3" }, "one that has gone on");
    // Another thread took it before the one that enqueued it came to say so.
    same(take(event(30, "completed", 2, { thread: 3 }), event(31, "enqueued", 2, { executor: 50, thread: 2 })), {}, "one that ended before it was said to be enqueued");
    take(event(40, "created", 3), event(41, "created", 4), event(42, "created", 5), event(43, "created", 6), event(44, "created", 7));
    expect(timeline.story(2).numbers.length === 0, "nothing is held of one that ended");
    same(Object.keys(take(event(29, "run", 2, { thread: 3 }), event(50, "completed", 4))), ["3", "5", "6", "7"], "it has ended all the same");
    timeline.append(event(51, "run", 7));
    timeline.append(event(52, "run", 6));
    timeline.append(event(53, "run", 5));
    timeline.append(event(54, "run", 3));
    const list = (time, ...tasks) => timeline.reconcile({ time, total: tasks.length, losses: {}, tasks: tasks.map((id) => ({ id, state: "suspended" })) });
    list(49, 3, 4, 5, 6, 7);
    timeline.flush();
    same(Object.keys(take()), ["3", "5", "6", "7"], "a list from before it ended");
  },

  "a list knows better than a guess"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    const list = (time, ...tasks) => {
      timeline.reconcile({ time, total: tasks.length, losses: { events: 3 }, tasks: tasks.map((id) => ({ id, state: "suspended", waitsFor: "task" })) });
      timeline.flush();
      playhead.seek(1e12);
      return states(playhead);
    };
    timeline.add({ events: [event(1e9, "enqueued", 1, { executor: 0 }), event(2e9, "enqueued", 2, { executor: 0 }), event(2.5e9, "suspended", 4, { reason: "continuation" })], gaps: [] });
    timeline.add({ events: [], gaps: [{ thread: 1, count: 1, before: 3e9 }] });
    timeline.add({ events: [event(4e9, "created", 3), event(4e9, "completed", 3)], gaps: [] });
    timeline.takeCount(2, 4e9);
    timeline.flush();
    playhead.seek(1e12);
    same(states(playhead), { 2: "wait " + STATE.lost, 4: "wait " + STATE.continuation }, "one was left out");
    same(list(1.5e9, 1, 2, 4), { 1: "wait " + STATE.task, 2: "wait " + STATE.lost, 4: "wait " + STATE.continuation }, "a list from before the others were seen");
    same(list(5e9, 1, 2, 3, 4), { 1: "wait " + STATE.task, 2: "wait " + STATE.task, 4: "wait " + STATE.task }, "one that ended was no guess");
    same(list(6e9, 2), { 2: "wait " + STATE.task });
    timeline.add({ events: [event(5.9e9, "run", 1, { executor: 0 })], gaps: [] });
    timeline.flush();
    playhead.seek(1e12);
    same(Object.keys(states(playhead)), ["2"], "what it did before the list does not bring it back");
    timeline.add({ events: [event(6.1e9, "run", 1, { executor: 0 })], gaps: [] });
    timeline.flush();
    playhead.seek(1e12);
    same(Object.keys(states(playhead)), ["1", "2"], "what it did after it does");
  },

  "a list that does not name all tasks"() {
    const gone = (list) => {
      const timeline = new Timeline(64);
      const playhead = new Playhead(timeline);
      timeline.add({ events: [event(1e9, "suspended", 1, { reason: "task" })] });
      timeline.flush();
      timeline.reconcile({ time: 2e9, total: 1, losses: {}, tasks: [{ id: 2, state: "suspended" }], ...list });
      timeline.flush();
      playhead.seek(1e12);
      return !states(playhead)[1];
    };
    same([
      gone({}), gone({ losses: { events: 7, sites: 1 } }), gone({ total: 2 }), gone({ losses: { tasks: 1 } }),
      gone({ tasks: [{ id: 0 }] }), gone({ time: 0.5e9 }),
    ], [true, true, false, false, false, false]);
  },

  "a list waits for its turn"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    const take = (...events) => {
      timeline.add({ events });
      playhead.seek(1e12);
      return states(playhead);
    };
    take(event(1e9, "suspended", 1, { reason: "task" }), event(1.1e9, "created", 9));
    // It was made 0.3 s later, in which the task ended: its end is on the way.
    timeline.reconcile({ time: 1.4e9, total: 0, losses: {}, tasks: [] }, 0.1e9);
    same(take(event(1.45e9, "enqueued", 1, { executor: 0 })), { 1: "wait " + STATE.task, 9: "wait " + STATE.created });
    same(take(event(1.48e9, "completed", 1), event(1.6e9, "run", 8, { thread: 4 })), {}, "then the other one is gone");
    same(timeline.story(1).numbers.map((number) => timeline.kindOf(number)), [KIND.suspended, KIND.enqueued, KIND.completed], "nobody says that it ended unseen");
    timeline.flush();
    playhead.seek(1e12);
    same(states(playhead), { 8: "run 4" });
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
    timeline.flush();
    playhead.seek(1000);
    same(states(playhead)[3], "wait " + STATE.lost, "after a loss of any thread");
    same(timeline.lost, 15);
  },

  "what the process did not keep is missing"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    timeline.add({ events: [], gaps: [], interruption: { from: 0, until: 5 } });
    timeline.add({ events: [event(10, "run", 1, { executor: 0, thread: 2 })], gaps: [] });
    timeline.add({
      events: [event(20, "run", 3, { executor: 0, thread: 4 }), event(60, "run", 2, { executor: 0, thread: 5 })],
      gaps: [], interruption: { from: 30, until: 55 },
    });
    timeline.flush();
    same(timeline.gaps, [{ from: 20, to: 55 }]);
    same(timeline.lost, 0, "how many they were, nobody knows");
    playhead.seek(15);
    same(states(playhead), { 1: "run 2" });
    playhead.seek(1000);
    same(states(playhead), { 1: "wait " + STATE.lost, 2: "run 5", 3: "wait " + STATE.lost });
  },

  "transitions are missing of whichever thread"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    timeline.add({ events: [
      event(1, "run", 1, { executor: 0, thread: 2 }), event(2, "run", 2, { executor: 0, thread: 3 }), event(3, "suspended", 2, { reason: "task", thread: 3 }),
      event(4, "threadStarted", 0, { thread: 5 }), event(5, "threadEnded", 0, { thread: 5 }),
    ] });
    timeline.flush();
    timeline.reconcile({ time: 6, total: 3, losses: {}, tasks: [{ id: 8, state: "running", thread: 4, executor: 0 }] });
    timeline.add({ events: [event(100, "run", 9, { executor: 0, thread: 2 })], gaps: [{ thread: 0, count: 12, before: 100 }, { thread: 2, count: 1, before: 90 }] });
    timeline.flush();
    same(timeline.lost, 13);
    playhead.seek(1000);
    same(states(playhead), { 1: "wait " + STATE.lost, 2: "wait " + STATE.task, 8: "wait " + STATE.lost, 9: "run 2" });
    same([...playhead.threads].sort(), [2, 3, 4, 5], "nobody is thread 0");
    const unknown = (thread) => {
      const spans = [];
      playhead.runs(thread, 0, 200, 1000, (task, from, to) => task === 0 && spans.push([from, to]));
      return spans;
    };
    same([2, 3, 4, 5].map(unknown), [[[5, 100]], [[5, 100]], [[5, 100]], []], "each that was there may have lost some");
  },

  "no more tasks are shown than are alive"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    const shown = () => {
      timeline.flush();
      playhead.seek(1e12);
      return Object.keys(states(playhead));
    };
    timeline.takeCount(3, 0);
    timeline.add({ events: [1, 2, 3].map((task) => event(task, "enqueued", task, { executor: 0 })) });
    timeline.add({ events: [], gaps: [{ thread: 1, count: 9, before: 50 }] });
    // Late, and older than what is known: it says nothing, and not that it was seen last either.
    timeline.flush();
    timeline.add({ events: [event(0.5, "run", 1, { thread: 3 })] });
    timeline.flush();
    timeline.add({ events: [event(60, "created", 4), event(61, "suspended", 4, { reason: "task" }), event(62, "suspended", 2, { reason: "task" })] });
    same(shown(), ["1", "2", "3", "4"]);
    timeline.takeCount(3, 70);
    same([shown(), timeline.leftOut], [["2", "3", "4"], 1], "the one that was lost longest ago");
    timeline.takeCount(1, 80);
    same([shown(), timeline.leftOut], [["2", "4"], 2], "those that were seen stay");
    same(playhead.stateOf(3).state, STATE.leftOut, "nobody says that it has ended");
    timeline.add({ events: [event(90, "run", 3, { thread: 5 })] });
    same(shown(), ["2", "3", "4"], "it is seen again");
  },

  "nobody knows what waits for a thread in a gap of one"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    timeline.add({ events: [event(10e6, "run", 1, { thread: 1, executor: 0 }), event(20e6, "enqueued", 2, { executor: 0, thread: 2 }), event(21e6, "run", 4, { executor: 0, thread: 2 })] });
    // The first thread fell silent at 10 ms for those who read it; what the other one did since waits or comes now.
    timeline.add({
      events: [event(40e6, "enqueued", 3, { executor: 0, thread: 2 }), event(50e6, "run", 5, { executor: 0, thread: 1 }), event(60e6, "enqueued", 6, { executor: 0, thread: 2 })],
      gaps: [{ thread: 1, count: 8, before: 50e6 }],
    });
    timeline.flush();
    const at = (time) => {
      playhead.seek(time);
      return states(playhead);
    };
    same(at(15e6), { 1: "wait " + STATE.lost }, "from where it begins");
    same(at(1e9), { 1: "wait " + STATE.lost, 2: "wait " + STATE.lost, 3: "wait " + STATE.lost, 4: "run 2", 5: "run 1", 6: "queue 0" });
    same(timeline.gaps, [{ from: 10e6, to: 50e6 }]);
    timeline.add({ events: [event(70e6, "run", 3, { executor: 0, thread: 2 })] });
    timeline.flush();
    same(at(1e9)[3], "run 2", "until it is seen");
    // Resumed in a gap before its old thread says that it left: what became of it since, nobody knows.
    timeline.add({
      events: [event(80e6, "enqueued", 4, { executor: 0, thread: 3 }), event(81e6, "suspended", 4, { reason: "task", thread: 2 }), event(82e6, "suspended", 5, { reason: "task", thread: 1 })],
      gaps: [{ thread: 6, count: 1, before: 90e6 }],
    });
    timeline.flush();
    same([at(1e9)[4], at(1e9)[5]], ["wait " + STATE.lost, "wait " + STATE.task]);
  },

  "bursts of which most is lost leave nothing behind"() {
    const random = chance(11);
    const timeline = new Timeline(1 << 14);
    const playhead = new Playhead(timeline);
    const threads = [1, 2, 3, 4];
    let [task, time, rest, alive] = [0, 1e9, [], 0];
    let most = { shown: 0, enqueued: 0 };
    for (let round = 0; round < 30; round += 1) {
      const events = [];
      // A burst of twenty tasks after the other, of which none outlives its burst.
      for (let burst = 0; burst < 60; burst += 1) {
        const [creator, tasks] = [threads[random(4)], Array.from({ length: 20 }, () => (task += 1))];
        for (const each of tasks) {
          events.push(event((time += 1000), "created", each, { thread: creator }), event((time += 1000), "enqueued", each, { thread: creator, executor: 0 }));
        }
        for (const each of tasks) {
          const thread = threads[random(4)];
          events.push(event((time += 1000), "run", each, { thread, executor: 0 }), event((time += 1000), "completed", each, { thread }));
        }
      }
      // The rings hold 400 each; in one round the process stops for a while, and all fits.
      const gaps = [];
      const kept = threads.flatMap((thread) => {
        const own = events.filter((event) => event.thread === thread);
        const last = round === 29 ? own : own.slice(-400 - random(50));
        if (last.length < own.length) gaps.push({ thread, count: own.length - last.length, before: last[0].time });
        return last;
      });
      kept.sort((a, b) => a.time - b.time);
      timeline.add({ events: kept, gaps });
      if (round % 5 === 0) timeline.takeCount(0, time);
      playhead.seek(1e15);
      most = { shown: Math.max(most.shown, playhead.count), enqueued: Math.max(most.enqueued, playhead.enqueuedCount) };
    }
    timeline.takeCount(0, time + 1e9);
    timeline.flush();
    playhead.seek(1e15);
    same([playhead.count, timeline.known, timeline.alive, timeline.doubtful.size], [0, 0, 0, 0], "nothing is alive");
    expect(most.enqueued <= 20 && most.shown <= 100, "in between: " + JSON.stringify(most));
    expect(timeline.lost > 20000 && timeline.leftOut > 1000, "what is missing is counted: " + timeline.lost + ", " + timeline.leftOut);
  },

  "the last that a process did before nothing moves any more"() {
    const timeline = new Timeline(64);
    const playhead = new Playhead(timeline);
    timeline.add({ events: [event(0.9e9, "run", 1, { thread: 2 }), event(1.004e9, "completed", 1, { thread: 2 })] });
    playhead.seek(1e12);
    same(states(playhead), { 1: "run 2" }, "others may be late");
    timeline.takeCount(0, 1.1e9);
    playhead.seek(1e12);
    same(states(playhead), { 1: "run 2" }, "still");
    timeline.takeCount(0, 2.1e9);
    playhead.seek(1e12);
    same(states(playhead), {}, "a second later none are");
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
    timeline.flush();
    playhead.seek(1e12);
    same(states(playhead), { 2: "wait " + STATE.task, 3: "wait " + STATE.created, 4: "wait " + STATE.sleep }, "1 is gone, 3 is too new, 5 has ended");
    timeline.reconcile({ time: 1e12, total: 100, losses: {}, tasks: [] });
    timeline.flush();
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

  "the story of a task"() {
    const timeline = new Timeline(4);
    same(timeline.story(1), { numbers: [], isCut: false }, "nothing is held");
    for (const time of [1, 2, 3]) timeline.append(event(time, "enqueued", time === 2 ? 2 : 1));
    same(timeline.story(1), { numbers: [0, 2], isCut: false });
    same(timeline.story(1, 1), { numbers: [2], isCut: true }, "the last ones");
    for (const time of [4, 5]) timeline.append(event(time, "enqueued", 2));
    same(timeline.story(1), { numbers: [2], isCut: true }, "what is no longer held");
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
    timeline.flush();
    playhead.seek(10);
    same([playhead.count, playhead.enqueuedCount, playhead.doubtfulCount], [3, 0, 3]);
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
    same(timeline.known, playhead.count, "how many it knows");
    expect(timeline.forgotten > 0, "what is left out is counted");
  },
});
