// What lies where in the scheduler's picture.
Object.assign(tests, {
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

  "names lie over the dots that fly past"() {
    const { timeline, playhead, transport } = recorded([event(5e9, "enqueued", 1, { executor: 0 })]);
    const names = new Names();
    const selection = new Selection();
    const colouring = new Colouring({ value: "site" }, { names, places: new Places(null), timeline });
    const drawn = [];
    const context = new Proxy({}, {
      get: (target, name) => name === "measureText" ? (text) => ({ width: text.length }) : (...given) => drawn.push(name === "fillText" ? given[0] : name),
      set: () => true,
    });
    const canvas = { clientWidth: 900, clientHeight: 500, getContext: () => context };
    const picture = new Picture(canvas, { timeline, playhead, transport, colouring, selection, names });
    playhead.seek(1e12);
    for (let frame = 0; frame < 2; frame += 1) {
      drawn.length = 0;
      picture.draw(16);
      const dots = drawn.lastIndexOf("arc");
      expect(dots > 0, "there are dots");
      for (const name of ["Queues", "global", "Waiting", "for a task", "just created"]) {
        same(drawn.filter((text) => text === name).length, 1, name + " in frame " + frame);
        expect(drawn.indexOf(name) > dots, name + " is drawn before the dots");
      }
    }
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
    const lanes = new Lanes({ timeline, playhead, names, transport: null, colouring: null, selection: null }, null);
    names.takeSnapshot({ workers: [{ thread: 9, kind: "main" }, { thread: 5, kind: "pool" }, { thread: 2, kind: "user" }, { thread: 4, kind: "pool" }] });
    same(lanes.threads, [9, 4, 5], "those that run nothing but tasks");
    timeline.add({ events: [event(1, "run", 1, { thread: 2 }), event(2, "run", 2, { thread: 3 })] });
    timeline.flush();
    playhead.seek(10);
    names.takeSnapshot({ workers: [{ thread: 9, kind: "main" }, { thread: 4, kind: "pool" }] });
    same(lanes.threads, [9, 4, 3, 2], "others that ran one; not those that have ended and ran none");
  },
});
