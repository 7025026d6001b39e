"use strict";

// What is drawn in more than one place.

const Canvas = {
  /// Fits a canvas to its box at the screen's resolution; returns its context, scaled to CSS pixels.
  fit(canvas) {
    const scale = Math.min(window.devicePixelRatio || 1, 3);
    const width = Math.round(canvas.clientWidth * scale);
    const height = Math.round(canvas.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    const context = canvas.getContext("2d");
    context.setTransform(scale, 0, 0, scale, 0, 0);
    return context;
  },

  /// Hatches a time of which nothing is known.
  hatch(context, from, to, top, bottom) {
    if (to - from < 1) return;
    context.save();
    context.beginPath();
    context.rect(from, top, to - from, bottom - top);
    context.clip();
    context.strokeStyle = Theme.colours.none;
    context.globalAlpha = 0.35;
    context.beginPath();
    for (let at = from - (bottom - top); at < to; at += 7) {
      context.moveTo(at, bottom);
      context.lineTo(at + (bottom - top), top);
    }
    context.stroke();
    context.restore();
  },

  /// Black or white, whichever is read better on a colour.
  ink(colour) {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b > 140 ? "#0b1215" : "#ffffff";
  },
};
