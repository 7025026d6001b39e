"use strict";

// Where everything of the scheduler's picture lies; nothing here draws.

const Layout = {
  /// The three areas: what threads run, what executors have queued, what waits for something else.
  ///
  /// Side by side where there is room, from right to left in the order in which a task moves; else below each other.
  areas(width, height) {
    const gap = 10;
    if (width >= 760) {
      const lanes = Math.round(width * 0.52);
      const queues = Math.round(width * 0.25);
      return {
        isWide: true,
        lanes: { x: 0, y: 0, width: lanes, height },
        queues: { x: lanes + gap, y: 0, width: queues - gap, height },
        waiting: { x: lanes + queues + gap, y: 0, width: width - lanes - queues - gap, height },
      };
    }
    const lanes = Math.round(height * 0.36);
    const queues = Math.round(height * 0.32);
    return {
      isWide: false,
      lanes: { x: 0, y: 0, width, height: lanes },
      queues: { x: 0, y: lanes + gap, width, height: queues - gap },
      waiting: { x: 0, y: lanes + queues + gap, width, height: height - lanes - queues - gap },
    };
  },

  /// Rows in an area under its title: at most as many as fit, none higher than `most`.
  rows(area, count, least, most, title = 26) {
    const room = area.height - title - 4;
    const shown = Math.max(0, Math.min(count, Math.floor(room / least)));
    const height = shown ? Math.min(most, room / shown) : 0;
    return {
      shown,
      height,
      at: (index) => ({ x: area.x, y: area.y + title + index * height, width: area.width, height }),
    };
  },

  /// The places of dots in a box, in reading order; the last one is left to the count of the others.
  grid(box, count, cell) {
    const columns = Math.max(1, Math.floor(box.width / cell));
    const rows = Math.max(1, Math.floor(box.height / cell));
    const room = columns * rows;
    const shown = count <= room ? count : Math.max(0, room - Math.ceil(34 / cell));
    return {
      shown,
      at: (index) => ({
        x: box.x + (index % columns) * cell + cell / 2,
        y: box.y + Math.floor(index / columns) * cell + cell / 2,
      }),
    };
  },

  /// Divides a height among boxes by what each wants; each gets at least `least`.
  share(height, wants, least) {
    const sum = wants.reduce((sum, want) => sum + want, 0) || 1;
    const free = Math.max(0, height - least * wants.length);
    return wants.map((want) => least + (free * want) / sum);
  },

  /// What each group of dots gets of a height: what its dots need below its head, as far as there is room.
  heights(counts, height, columns, cell, head, least) {
    const wants = counts.map((count) => head + 4 + cell * Math.max(1, Math.ceil(count / columns)));
    if (wants.reduce((sum, want) => sum + want, 0) <= height) return wants;
    return Layout.share(height, wants.map((want) => Math.sqrt(want)), Math.min(least, height / counts.length));
  },

  /// A round length of time, at most `longest`: 1, 2 or 5 times a power of ten nanoseconds.
  roundWindow(longest) {
    if (!(longest > 1)) return 1;
    const power = 10 ** Math.floor(Math.log10(longest));
    return (longest >= 5 * power ? 5 : longest >= 2 * power ? 2 : 1) * power;
  },

  /// Text that fits a width, with an ellipsis where it does not.
  clip(text, width, measure) {
    if (measure(text) <= width) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (measure(text.slice(0, middle) + "…") <= width) low = middle;
      else high = middle - 1;
    }
    return low > 0 ? text.slice(0, low) + "…" : "";
  },
};
