"use strict";

// Text in the scheduler's picture.

const Label = {
  /// A title at the top of an area, and a figure behind it.
  title(context, area, text, figure) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    const y = area.y + 14;
    context.font = "600 12px " + Theme.font;
    const at = area.x + 12 + context.measureText(text).width + 8;
    Label.clear(context, area.x + 12, y, at - area.x - 20);
    context.fillStyle = Theme.colours.text;
    context.fillText(text, area.x + 12, y);
    context.font = "12px " + Theme.font;
    const clipped = Label.clip(context, figure, area.x + area.width - at - 6);
    Label.clear(context, at, y, context.measureText(clipped).width);
    context.fillStyle = Theme.colours.muted;
    context.fillText(clipped, at, y);
  },

  /// A small text in the background.
  aside(context, text, x, y, align = "right") {
    context.font = "11px " + Theme.font;
    context.textAlign = align;
    context.fillStyle = Theme.colours.muted;
    context.fillText(text, x, y);
  },

  /// Clears the ground for a text in the middle of a line.
  clear(context, x, y, width) {
    context.fillStyle = Theme.colours.inset;
    context.fillRect(x - 3, y - 8, width + 6, 16);
  },

  /// Text that fits a width in the font that is set.
  clip(context, text, width) {
    return Layout.clip(text, width, (text) => context.measureText(text).width);
  },
};
