// The events of the server.
Object.assign(tests, {
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
});
