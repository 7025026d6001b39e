// The events of the server.
Object.assign(tests, {
  async "what has ended is not live, and not lost"() {
    const told = [];
    let text = "";
    // The page may only connect to its own server: what that one says is put in its place for one address.
    const [address, real] = ["about:stream", window.fetch];
    window.fetch = async (url, options) => url === address ? new Response(text) : real.call(window, url, options);
    const stream = new Stream({ url: () => address, headers: {} }, {
      onMessage: (type) => type === "end" && stream.end("exit 0"), onState: (state) => told.push(state),
    });
    const answer = async (lines) => {
      text = lines;
      told.length = 0;
      await stream.connect();
      clearTimeout(stream.timer);
      return told.filter((state, index) => state !== told[index - 1]);
    };
    same(await answer("retry: 1000\n\nevent: snapshot\ndata: {}\n\n"), ["connecting", "live", "waiting"], "a connection that is lost");
    same(await answer("retry: 1000\n\nevent: snapshot\ndata: {}\n\nevent: end\ndata: {}\n\n"), ["live", "ended"]);
    same(await answer("retry: 1000\n\n"), ["ended"], "cut before a word of it");
    same(await answer("retry: 1000\n\nevent: end\ndata: {}\n\n"), ["ended"], "it says so again");
    same(await answer("retry: 1000\n\nevent: snapshot\ndata: {}\n\n"), ["live", "waiting"], "another process");
    window.fetch = real;
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
});
