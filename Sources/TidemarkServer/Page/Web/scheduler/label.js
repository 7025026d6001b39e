"use strict";

// Text in the scheduler's picture.

const Label = {
  /// A title at the top of an area, and a figure behind it.
  title(context, area, text, figure) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.font = "600 12px " + Theme.font;
    context.fillStyle = Theme.colours.text;
    context.fillText(text, area.x + 12, area.y + 14);
    const at = area.x + 12 + context.measureText(text).width + 8;
    context.font = "12px " + Theme.font;
    context.fillStyle = Theme.colours.muted;
    context.fillText(Label.clip(context, figure, area.x + area.width - at - 6), at, area.y + 14);
  },

  /// A small text in the background.
  aside(context, text, x, y, align = "right") {
    context.font = "11px " + Theme.font;
    context.textAlign = align;
    context.fillStyle = Theme.colours.muted;
    context.fillText(text, x, y);
  },

  /// Text that fits a width in the font that is set.
  clip(context, text, width) {
    return Layout.clip(text, width, (text) => context.measureText(text).width);
  },
};
