"use strict";

// Transitions in the compact form: a process that is busy makes more of them than JSON can tell.

/// Takes numbers of variable length from bytes; beyond 53 bits they are rounded, as those of JSON are.
class ByteReader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    if (this.at >= this.bytes.length) throw new Error("transitions end in the middle");
    this.at += 1;
    return this.bytes[this.at - 1];
  }

  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  signed() {
    const value = this.number();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }
}

const Compact = {
  kinds: ["created", "enqueued", "run", "suspended", "hopped", "completed", "threadStarted", "threadEnded"],
  reasons: REASONS.slice(1),

  /// The same message as in JSON; of another version, only which one it is.
  decode(text) {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let index = 0; index < letters.length; index += 1) bytes[index] = letters.charCodeAt(index);
    const reader = new ByteReader(bytes);
    const message = { version: reader.number(), events: [], gaps: [] };
    if (message.version !== 1) return message;
    // How far a reader who asks for the next ones has come; a stream goes on by itself.
    for (let rest = reader.number(); rest > 0; rest -= 1) reader.number();
    if (reader.number()) message.interruption = { from: reader.signed(), until: reader.signed() };
    for (let rest = reader.number(); rest > 0; rest -= 1) {
      const end = reader.number() + reader.at;
      Compact.batch(reader, message);
      if (reader.at !== end) throw new Error("transitions are not as long as they say");
    }
    return message;
  },

  /// Reads a batch, in which what is long and comes again is called by a number.
  batch(reader, { events, gaps }) {
    const count = reader.number();
    const first = reader.signed();
    reader.signed();
    reader.number();
    for (let rest = reader.number(); rest > 0; rest -= 1) {
      gaps.push({ thread: reader.signed(), count: reader.signed(), before: first + reader.signed() });
    }
    const lists = { threads: [], executors: [], places: [] };
    const entry = (list) => {
      const number = reader.number();
      if (number > list.length) throw new Error("transitions name what was not told");
      if (number > 0) return list[number - 1];
      list.push(reader.number());
      return list[list.length - 1];
    };
    let [time, task, thread] = [first, 0, NONE];
    for (let index = 0; index < count; index += 1) {
      const head = reader.byte();
      const kind = Compact.kinds[head & 7];
      let reason;
      let fields = head >> 5;
      if (head & 16) {
        const isLong = fields === 7;
        reason = Compact.reasons[isLong ? reader.byte() : fields];
        fields = isLong ? reader.byte() : 0;
      }
      time += reader.signed();
      if (!(head & 8)) thread = entry(lists.threads);
      task += reader.signed();
      const event = { time, thread, kind, task, reason };
      if (fields & 1) event.executor = entry(lists.executors);
      if (fields & 2) event.other = kind === "hopped" ? entry(lists.executors) : task + reader.signed();
      if (fields & 4) event.place = entry(lists.places);
      events.push(event);
    }
  },
};
