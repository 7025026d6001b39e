// Transitions in the compact form.
Object.assign(tests, {
  "the compact form"() {
    // The same text as in the tests of who writes it.
    const text = "AQIDrAIByAGQTgFVDdhP8GAoARZQwAwGAAALAMDIAQAKDgsAgIABaRQAAAALIrQBAQABbMgBAACA"
      + "1AIBexQAKQIAAiKyAQIAAjvIAQBh2AQBAAECKsgBAAENyAEAD8gBDQ==";
    const message = Compact.decode(text);
    same(message.version, 1);
    same(message.interruption, { from: 100, until: 5000 });
    same(message.gaps, [{ thread: 11, count: 40, before: 5900 }]);
    const event = (time, thread, kind, task, more) => ({ time, thread, kind, task, ...more });
    const plain = (events) => events.map(({ time, thread, kind, task, executor, other, reason, place }) =>
      ({ time, thread, kind, task, executor, other, reason, place }));
    same(message.events.length, 13);
    same(plain(message.events), plain([
      event(5100, 11, "threadStarted", 0), event(5200, 10, "created", 7, { other: 1, place: 0x4000 }),
      event(5210, 10, "enqueued", 7, { executor: 0, other: 1 }), event(5300, 11, "run", 7, { executor: 0 }),
      event(5400, 11, "hopped", 7, { executor: 0xaa00, other: 0 }), event(5410, 11, "suspended", 7, { reason: "enqueued" }),
      event(5411, 11, "enqueued", 7, { executor: 0xaa00 }), event(5500, 10, "run", 7, { executor: 0xaa00 }),
      event(5600, 10, "suspended", 7, { reason: "continuation" }), event(5900, 11, "enqueued", 7, { executor: 0, other: 8 }),
      event(6000, 11, "run", 7, { executor: 0 }), event(6100, 11, "completed", 7), event(6200, 11, "threadEnded", 0),
    ]));
    let refused = 0;
    for (let size = 4; size < text.length; size += 4) {
      try {
        Compact.decode(text.slice(0, size));
      } catch {
        refused += 1;
      }
    }
    same(refused, text.length / 4 - 1, "what is cut off");
    same(Compact.decode(btoa("\x07rest")), { version: 7, events: [], gaps: [] }, "another version is told");
  },
});
