"use strict";

// How many transitions there are along the scrubber.

/// How many transitions lie in each of so many equal parts of what is held.
function densityOf(timeline, parts) {
  const { startTime, endTime } = timeline;
  if (!(endTime > startTime)) return [];
  let before = timeline.first;
  return Array.from({ length: parts }, (_, part) => {
    const upTo = timeline.after(startTime + ((endTime - startTime) * (part + 1)) / parts);
    const count = timeline.count(before, upTo);
    before = upTo;
    return count;
  });
}

class Density {
  constructor(canvas, timeline) {
    Object.assign(this, { canvas, timeline });
  }

  draw() {
    const width = Math.floor(this.canvas.clientWidth);
    if (width === 0) return;
    const context = Canvas.fit(this.canvas);
    const high = this.canvas.clientHeight;
    context.clearRect(0, 0, width, high);
    const counts = densityOf(this.timeline, Math.floor(width / 3));
    const most = Math.max(...counts, 1);
    context.fillStyle = Theme.colours.accent;
    context.globalAlpha = 0.4;
    counts.forEach((count, part) => {
      const height = Math.max(1, (count / most) * (high - 8));
      if (count) context.fillRect(part * 3, high - height - 2, 2, height);
    });
  }
}
