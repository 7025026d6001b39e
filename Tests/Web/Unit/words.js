// Names, colours and words.
Object.assign(tests, {
  "names"() {
    const names = new Names();
    names.takeSnapshot({
      workers: [{ thread: 1, kind: "main" }, { thread: 2, kind: "pool" }, { thread: 3, kind: "user", name: "log" }, { thread: 4, kind: "other", name: "nio" }],
      executors: [{ identity: 50, kind: "actor", name: "Feed" }, { identity: 60, kind: "actor", name: "" }, { identity: 70, kind: "main", name: "main" }],
    });
    same([1, 2, 3, 4, 5, NONE].map((thread) => names.thread(thread)), ["main thread", "worker 2", "log 3", "nio", "thread 5", "an unknown thread"]);
    same([0, 50, 60, 70, 255, NONE].map((executor) => names.executor(executor)), ["global", "Feed", "actor", "main", "unnamed queue 1", "an unknown executor"]);
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

  async "names of executors"() {
    const names = new Names();
    const asked = [];
    const named = [];
    let answer = [{ identity: 30, kind: "actor", name: "Feed" }, { identity: 40, kind: "actor", name: "0x28" }];
    const executors = new Executors({ get: async (path, { at }) => {
      asked.push(path + " " + at);
      if (!answer) throw new Error("gone");
      return { executors: answer };
    } }, names);
    names.listener = { named: (before, name) => named.push([before, name]) };
    await executors.resolve(0);
    same(asked, [], "only what is shown");
    same([30, 40, 30, 50].map((executor) => names.executor(executor)), ["unnamed queue 1", "unnamed queue 2", "unnamed queue 1", "unnamed queue 3"]);
    await executors.resolve(10);
    same(asked, ["v1/executors 30,40,50"]);
    same([30, 40, 50].map((executor) => names.executor(executor)), ["Feed", "unnamed queue 2", "unnamed queue 3"], "an address is no name");
    same(named, [["unnamed queue 1", "Feed"]], "so that it keeps its colour");
    await executors.resolve(20);
    same(asked.length, 1, "not again at once");
    for (let time = 2000; time < 20000; time += 2000) {
      names.executor(40);
      await executors.resolve(time);
    }
    same(asked.slice(1), ["v1/executors 40", "v1/executors 40"], "three times at most");
    answer = null;
    names.executor(60);
    await executors.resolve(30000);
    names.executor(60);
    await executors.resolve(35000);
    same(asked.length, 4, "a server that fails is left alone for a while");
    names.executor(60);
    await executors.resolve(41000);
    same(asked.length, 5);
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
    same([places.nameOf(16), places.nameOf(17)], ["place 0x10", "place 0x11"], "numbers until they are known");
    await places.resolve(0);
    same([asked, named, places.nameOf(17)], [["16,17"], [["place 0x11", "f()"]], "f()"]);
    places.nameOf(16);
    await places.resolve(1000);
    same(asked.length, 1, "not again at once");
    for (let time = 3000; time < 30000; time += 3000) {
      places.nameOf(16);
      await places.resolve(time);
    }
    same(asked.slice(1), ["16", "16", "16", "16", "16"], "what is not known after six tries stays a number");
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
    same([1, 2, 3, 4, 5].map((task) => colouring.keyOf(task)), ["place 0x10", "place 0x11", "place 0x10", "not known", "g()"]);
    const [first, second, third] = [1, 2, 3].map((task) => colouring.colourOf(task, 0, 0));
    expect(first === third && first !== second, "tasks of one place have one colour");
    same(colouring.colourOf(4, 0, 0), Theme.colours.none);
    places.take(16, [{ function: "f()" }], 0);
    same([colouring.keyOf(1), colouring.colourOf(1, 0, 1000)], ["f()", first], "a place that gets its name keeps its colour");
    choice.value = "name";
    same([1, 2, 3, 4].map((task) => colouring.keyOf(task)), ["load", "load", "without a name", "42"]);
    choice.value = "executor";
    same([colouring.keyOf(1, 0), colouring.keyOf(1)], ["global", "unknown executor"]);
    expect(colouring.colourOf(9, 1, 1000) !== first, "at once by something else");
  },

  "transitions in words"() {
    const names = new Names();
    names.takeSnapshot({ workers: [{ thread: 2, kind: "pool" }], executors: [{ identity: 50, kind: "actor", name: "Feed" }] });
    const timeline = new Timeline(64);
    timeline.add({ events: [
      event(1, "created", 7, { other: 3 }), event(2, "enqueued", 7, { executor: 50, other: 7 }), event(3, "run", 7, { executor: 50, thread: 2 }),
      event(4, "hopped", 7, { executor: 0, thread: 2 }), event(5, "suspended", 7, { reason: "enqueued", thread: 2 }), event(6, "run", 7, { thread: 2 }),
      event(6.2, "suspended", 7, { reason: "sleep", thread: 2 }), event(6.4, "run", 7, { thread: 2 }),
      event(7, "suspended", 7, { reason: "group", thread: 2 }), event(8, "completed", 7, { thread: 2 }), event(9, "threadEnded", 0, { thread: 2 }),
    ], gaps: [] });
    timeline.flush();
    timeline.note(8, 10, STATE.completed);
    timeline.note(9, 10, STATE.sleep);
    timeline.miss({ thread: 2, count: 1, before: 20 });
    timeline.flush();
    same(Array.from({ length: 14 }, (_, number) => Words.transition(timeline.transition(number), names)), [
      "#7 created by #3", "#7 enqueued on Feed", "#7 runs on worker 2, Feed", "#7 hops to global", "#7 leaves worker 2 for a queue",
      "#7 runs on worker 2, global", "#7 leaves worker 2, sleeps",
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
    same(Words.summary(timeline, { ...live, rate: NaN }), "live, 200\u202fms behind", "no rate in the first second");
    same(Words.summary(timeline, { ...live, isLive: false }), "Held: 3\u202fs, 5 transitions");
    same(Words.honest(timeline, { isLive: false, rate: 5000, shown: 3, known: 8 }), "showing 3 of 8 tasks");
    same(Words.honest(timeline, { isLive: false, rate: 0, shown: 8, known: 8 }), "showing all 8 tasks");
    same(Words.honest(timeline, { isLive: false, rate: 0, shown: 1, known: 1 }), "showing the only task");
    expect(Words.honest(timeline, { isLive: true, rate: 5000, shown: 8, known: 8 }).includes("too short to see"), "live is not all");
    timeline.loseSight(7);
    timeline.takeCount(3, 1e12);
    timeline.flush();
    timeline.know({ id: 99, state: "suspended" });
    timeline.forget(99);
    const honest = Words.honest(timeline, { isLive: true, rate: 0, shown: 8, known: 8 });
    expect(honest.includes("7 transitions lost") && honest.includes("2 tasks lost sight of with them and left out") && honest.includes("1 task left out"), "losses: " + honest);
    transport.goTo(1);
    const position = (passing) => Words.position(timeline, playhead.position - 1, transport.time, passing, names);
    expect(position(null).startsWith("2\u202fs before the end · transition 2 of ") && position(null).endsWith(" · #2 created"), position(null));
    expect(position({ duration: 5e9, isLost: true }).endsWith("passing over 5\u202fs, of which transitions are missing"), "passing over");
    same(Words.recorded(nothing), "");
  },

  "only what the process did is counted"() {
    const { timeline, playhead, transport } = recorded();
    const batches = [];
    const scheduler = { __proto__: Scheduler.prototype, isLive: true, timeline, clock: { batch: (count) => batches.push(count) } };
    const take = Scheduler.prototype.takeBatch;
    take.call(scheduler, { events: [event(6e9, "enqueued", 6, { executor: 0 })], gaps: [] });
    timeline.flush();
    // What the page notes of the tasks that it has lost sight of has numbers of its own.
    take.call(scheduler, { events: [event(9e9, "run", 6, { executor: 0 }), event(9.1e9, "completed", 6)], gaps: [{ thread: 1, count: 3, before: 9e9 }] });
    timeline.flush();
    timeline.note(1, 10e9, STATE.completed);
    same([timeline.count(), timeline.end - timeline.first > 14], [8, true], "of all that is held");
    // The newest of a batch waits for the next one.
    same(batches, [0, 1], "in each batch");
    same([scheduler.clock.readUpTo, scheduler.clock.margin], [9.1e9 - timeline.margin, timeline.margin], "the clock is told how far all is known");
    same(densityOf(timeline, 2), [5, 3], "along the scrubber");
    expect(Words.summary(timeline, { isLive: false }).endsWith(", 8 transitions"), Words.summary(timeline, { isLive: false }));
    const position = () => / transition (\d+) of (\d+)/.exec(Words.position(timeline, playhead.position - 1, transport.time, null, new Names()))?.slice(1);
    transport.goTo(5);
    same(position(), ["6", "8"], "before the gap");
    transport.step(3);
    same(position(), ["6", "8"], "among what the page noted");
    transport.step(100);
    same(position(), ["8", "8"], "at the end");
    transport.step(-100);
    same(position(), ["0", "8"], "at the beginning");
    const small = new Timeline(8);
    for (let time = 1; time <= 20; time += 1) {
      small.append(event(time, "created", time));
      small.note(time, time, STATE.sleep);
    }
    same([small.count(), small.end - small.first], [4, 8], "what is no longer held is not counted");
    small.clear();
    same(small.count(), 0);
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
    const element = document.createElement("div");
    const shown = new Legend(element, { by: "site", colour: () => "red" });
    shown.take(new Set(["a()", "0x10", "place 0x20"]), 0);
    shown.draw();
    same([...element.children].map((item) => item.textContent), ["a()", "2 places without a name so far"], "no addresses");
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
});
