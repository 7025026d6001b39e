"use strict";

// Tasks in groups below each other: each with its name, how many there are, and a dot for each.

class Groups {
  /// `style`: where the first group begins below the title (`top`); how high its head is and how
  /// high a group is at least (`head`, `least`); where its name lies (`name`) and where its box ends
  /// above the next group (`foot`); the `radius` of dots; whether it `isBoxed`.
  constructor({ playhead, transport }, dots, style) {
    Object.assign(this, { playhead, transport, dots, style });
    this.heights = new BoundedMap(500);
    this.labels = [];
  }

  /// Takes the title of the area, and a figure behind it.
  title(area, text, figure) {
    this.labels.push((context) => Label.title(context, area, text, figure));
  }

  /// Draws the title and what names the groups, over the dots that fly past.
  drawLabels(context) {
    for (const draw of this.labels) draw(context);
    this.labels = [];
  }

  /// Draws groups of a key, a name and a set of tasks.
  draw(context, area, groups) {
    const { style } = this;
    const columns = Math.max(1, Math.floor((area.width - 24 - 2 * this.inset) / Groups.cell));
    const targets = Layout.heights(groups.map(({ tasks }) => tasks?.size ?? 0), area.height - style.top - 4, columns, Groups.cell, style.head, style.least);
    let y = area.y + style.top;
    groups.forEach((group, index) => {
      const height = this.settle(group.key, targets[index]);
      this.drawGroup(context, group, { x: area.x + 12, y, width: area.width - 24, height });
      y += height;
    });
  }

  /// Heights change slowly, so that nothing jumps.
  settle(key, target) {
    const kept = this.heights.get(key) ?? target;
    const next = Math.abs(target - kept) < 1 || Theme.reducesMotion ? target : kept + (target - kept) * 0.08;
    this.heights.set(key, next);
    return next;
  }

  /// The space between a box and its dots.
  get inset() {
    return this.style.isBoxed ? 2 : 0;
  }

  drawGroup(context, { name, tasks }, row) {
    const { style, inset } = this;
    const count = tasks?.size ?? 0;
    this.labels.push((context) => this.drawName(context, name, count, row));
    const box = { x: row.x, y: row.y + 18, width: row.width, height: Math.max(16, row.height - style.foot) };
    if (style.isBoxed) {
      context.fillStyle = Theme.colours.panel;
      context.beginPath();
      context.roundRect(box.x, box.y, box.width, box.height, 6);
      context.fill();
    }
    if (count === 0) return;
    const grid = Layout.grid({ x: box.x + inset, y: box.y + inset, width: box.width - 2 * inset, height: box.height - inset }, count, Groups.cell);
    this.playhead.firstOf(tasks, Math.min(grid.shown, 1200), !this.transport.isLive).forEach((task, n) => {
      const at = grid.at(n);
      this.dots.place(task, at.x, at.y, style.radius, { isHollow: !style.isBoxed });
    });
    const hidden = count - grid.shown;
    if (hidden > 0) {
      this.labels.push((context) =>
        Label.aside(context, "+" + Format.compact(hidden), box.x + box.width - 2 * inset, box.y + box.height - (style.isBoxed ? 7 : 6)));
    }
  }

  drawName(context, name, count, row) {
    const y = row.y + this.style.name;
    context.font = "12px " + Theme.font;
    context.textBaseline = "middle";
    const figure = Format.count(count);
    const width = context.measureText(figure).width;
    const clipped = Label.clip(context, name, row.width - width - 10);
    Label.clear(context, row.x, y, context.measureText(clipped).width);
    Label.clear(context, row.x + row.width - width, y, width);
    context.textAlign = "right";
    context.fillStyle = count ? Theme.colours.text : Theme.colours.muted;
    context.fillText(figure, row.x + row.width, y);
    context.textAlign = "left";
    context.fillText(clipped, row.x, y);
  }
}

/// The size of the place of a dot.
Groups.cell = 13;
