"use strict";

// Figures as people read them. Nanoseconds in, text out; no figure gets more digits than it has.

const Format = {
  /// 12345678 as 12 345 678.
  count(n) {
    if (!Number.isFinite(n)) return "–";
    return Math.round(n).toString().replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
  },

  /// Three digits and a unit of thousands: 12.3 k.
  compact(n) {
    if (!Number.isFinite(n)) return "–";
    const size = Math.abs(n);
    if (size < 1000) return size >= 100 || Number.isInteger(n) ? String(Math.round(n)) : Format.digits(n);
    const step = size < 999.5e3 ? [1e3, "k"] : size < 999.5e6 ? [1e6, "M"] : [1e9, "G"];
    return Format.digits(n / step[0]) + "\u202f" + step[1];
  },

  /// At most three digits, and no zeros after the point that say nothing.
  digits(n) {
    const size = Math.abs(n);
    return Number(n.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0)).toString();
  },

  rate(n) {
    return Number.isFinite(n) ? Format.compact(n) + "/s" : "–";
  },

  bytes(n) {
    if (!Number.isFinite(n)) return "–";
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = 0;
    while (Math.abs(n) >= 1023.5 && unit < units.length - 1) {
      n /= 1024;
      unit += 1;
    }
    return (unit === 0 ? String(Math.round(n)) : Format.digits(n)) + "\u202f" + units[unit];
  },

  byteRate(n) {
    return Number.isFinite(n) ? Format.bytes(n) + "/s" : "–";
  },

  percent(n) {
    return Number.isFinite(n) ? Format.digits(n) + "\u202f%" : "–";
  },

  /// 1500 as 1.5 µs.
  duration(ns) {
    if (ns === Infinity) return "∞";
    if (!Number.isFinite(ns)) return "–";
    const size = Math.abs(ns);
    if (size < 999.5) return Math.round(ns) + "\u202fns";
    if (size < 999.5e3) return Format.digits(ns / 1e3) + "\u202fµs";
    if (size < 999.5e6) return Format.digits(ns / 1e6) + "\u202fms";
    if (size < 60e9) return Format.digits(ns / 1e9) + "\u202fs";
    return Format.age(ns);
  },

  /// Long times in two units: 3 h 12 min.
  age(ns) {
    const seconds = Math.floor(ns / 1e9);
    const units = [[86400, "d"], [3600, "h"], [60, "min"], [1, "s"]];
    const first = units.findIndex(([size]) => seconds >= size);
    if (first < 0) return "0\u202fs";
    const [size, name] = units[first];
    const rest = units[first + 1];
    const head = Math.floor(seconds / size) + "\u202f" + name;
    if (!rest) return head;
    const tail = Math.floor((seconds % size) / rest[0]);
    return tail ? head + " " + tail + "\u202f" + rest[1] : head;
  },

  /// The time of day of a moment in nanoseconds since 1970.
  clock(wall, withSeconds = true) {
    const date = new Date(wall / 1e6);
    const pad = (n) => String(n).padStart(2, "0");
    const minutes = pad(date.getHours()) + ":" + pad(date.getMinutes());
    return withSeconds ? minutes + ":" + pad(date.getSeconds()) : minutes;
  },

  address(n) {
    return "0x" + n.toString(16);
  },

  /// A place in code in one line: function, file:line.
  frame(frame) {
    if (!frame) return "";
    const file = frame.file ? frame.file.split("/").pop() + (frame.line ? ":" + frame.line : "") : "";
    return file ? frame.function + " · " + file : frame.function;
  },

  plural(n, one, many = one + "s") {
    return Format.count(n) + " " + (n === 1 ? one : many);
  },
};
