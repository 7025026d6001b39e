"use strict";

// The events of the server, with a connection that comes back.

/// Takes server-sent events apart, in whatever pieces they arrive.
class EventParser {
  constructor(receive) {
    this.receive = receive;
    this.rest = "";
    this.reset();
  }

  reset() {
    this.type = "";
    this.data = [];
  }

  feed(text) {
    this.rest += text;
    let start = 0;
    for (;;) {
      const end = this.rest.indexOf("\n", start);
      if (end < 0) break;
      const isCRLF = end > start && this.rest[end - 1] === "\r";
      this.line(this.rest.slice(start, isCRLF ? end - 1 : end));
      start = end + 1;
    }
    this.rest = this.rest.slice(start);
    if (this.rest.length > EventParser.limit) throw new Error("the server sent a line without an end");
  }

  line(line) {
    if (line === "") {
      if (this.data.length) this.receive(this.type || "message", this.data.join("\n"));
      this.reset();
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.type = value;
    else if (field === "data") this.data.push(value);
  }
}
EventParser.limit = 64 << 20;

/// How long to wait before the next try: twice as long each time, and never the same for two pages.
function backOff(attempt, random = Math.random()) {
  return Math.min(500 * 2 ** attempt, 10000) * (0.75 + random / 2);
}

/// What the page asks of the server it came from.
class Server {
  constructor(location) {
    this.base = new URL(".", location.href);
    this.token = new URLSearchParams(location.search).get("token");
  }

  url(path, query = {}) {
    const url = new URL(path, this.base);
    url.search = new URLSearchParams(query).toString();
    return url;
  }

  get headers() {
    return this.token ? { authorization: "Bearer " + this.token } : {};
  }

  /// Asks once; an error says what the server said, and whether the process has ended.
  async get(path, query, signal) {
    const response = await fetch(this.url(path, query), { headers: this.headers, signal, cache: "no-store" });
    if (!response.ok) throw await Server.refusal(response);
    return response.json();
  }

  /// Why something could not be had.
  static why(error) {
    return error instanceof TypeError ? "the server can't be reached" : error.message;
  }

  static async refusal(response) {
    const text = (await response.text().catch(() => "")).slice(0, 400).trim();
    let said = text;
    let hasEnded = false;
    try {
      const parsed = JSON.parse(text);
      said = parsed.error ?? text;
      hasEnded = parsed.hasEnded === true;
    } catch {
      if (text.startsWith("<")) said = "";
    }
    if (response.status === 401) said = "the server wants its token: open the page with ?token=… at the end of its address";
    return Object.assign(new Error(said || "the server answered " + response.status), { hasEnded });
  }
}

/// The stream of events. `onState(state, text)` says how it is: connecting, live, waiting, ended.
class Stream {
  constructor(server, { onMessage, onState }) {
    this.server = server;
    this.onMessage = onMessage;
    this.onState = onState;
    this.query = {};
    this.attempt = 0;
    this.run = 0;
    this.timer = 0;
    this.silence = 15000;
    this.ended = null;
  }

  /// Opens the stream, or opens it again when something else is asked for.
  open(query) {
    const same = JSON.stringify(query) === JSON.stringify(this.query);
    if (this.run && same) return;
    this.query = query;
    this.connect();
  }

  retryNow() {
    this.attempt = 0;
    this.connect();
  }

  async connect() {
    clearTimeout(this.timer);
    this.controller?.abort();
    const run = (this.run += 1);
    const controller = (this.controller = new AbortController());
    let isOpen = false;
    let watchdog = 0;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => controller.abort(new Error("the server fell silent")), this.silence);
    };
    try {
      if (this.attempt === 0 && !this.received) this.onState("connecting", "connecting");
      alive();
      const response = await fetch(this.server.url("v1/events", this.query), {
        headers: { ...this.server.headers, accept: "text/event-stream" },
        signal: controller.signal,
        cache: "no-store",
      });
      if (!response.ok) throw await Server.refusal(response);
      const parser = new EventParser((type, data) => {
        if (run !== this.run) return;
        // What only says that there is nothing more makes nothing live, least of all a process that has ended.
        if (!isOpen && type !== "end") {
          isOpen = true;
          this.attempt = 0;
          this.ended = null;
          this.onState("live", "live");
        }
        this.received = true;
        this.onMessage(type, data);
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (run !== this.run) return;
        if (done) throw new Error("the server closed the connection");
        alive();
        parser.feed(value);
      }
    } catch (error) {
      if (run !== this.run) return;
      controller.abort();
      this.again(controller.signal.reason instanceof Error && controller.signal.reason.name !== "AbortError"
        ? controller.signal.reason : error);
    } finally {
      clearTimeout(watchdog);
    }
  }

  again(error) {
    if (error.hasEnded) this.ended = error.message;
    const wait = this.ended ? 10000 : backOff(this.attempt);
    this.attempt += 1;
    const why = Server.why(error);
    const due = performance.now() + wait;
    const tell = () => {
      const left = Math.max(0, Math.ceil((due - performance.now()) / 1000));
      if (this.ended) this.onState("ended", "ended", this.ended);
      else this.onState("waiting", left > 0 ? "again in " + left + " s" : "connecting", why);
      if (left > 0) this.timer = setTimeout(tell, Math.min(1000, due - performance.now()));
      else this.connect();
    };
    tell();
  }

  /// The process has ended; the server may get another one, so that it is asked now and then.
  end(how) {
    this.ended = how;
    this.onState("ended", "ended", how);
  }
}
