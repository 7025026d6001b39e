"use strict";

// One chart as it is drawn.

class Plot {
  constructor(canvas, spec, view) {
    Object.assign(this, { canvas, spec, view });
  }

  get area() {
    return { left: 52, right: this.canvas.clientWidth - 8, top: 8, bottom: this.canvas.clientHeight - 20 };
  }

  wallAt(x) {
    return new Scale(this.area, this.view.span).wallAt(x);
  }

  /// Draws some of the series; `extents` says between which figures each lies.
  draw(shown, extents) {
    const context = Canvas.fit(this.canvas);
    const scale = new Scale(this.area, this.view.span, this.axis(shown, extents), this.spec.isLog);
    // A second unit has a scale of its own, and says so in its legend.
    const scaleOf = ({ column, isAside }) => isAside ? scale.with(axisTicks(extents[column].high)) : scale;
    const { left, right, top, bottom } = scale.area;
    context.clearRect(0, 0, this.canvas.clientWidth, this.canvas.clientHeight);
    context.font = "11px " + Theme.font;
    this.drawAxis(context, scale);
    this.drawTimes(context, scale);
    context.save();
    context.beginPath();
    context.rect(left, top - 4, right - left, bottom - top + 8);
    context.clip();
    this.drawGaps(context, scale);
    for (const series of shown) this.drawLine(context, series, scaleOf(series));
    context.restore();
    if (this.view.hovered !== null) this.drawPointed(context, shown, scaleOf, scale);
  }

  axis(shown, extents) {
    const main = shown.filter((series) => !series.isAside).map(({ column }) => extents[column]);
    const highest = Math.max(0, ...main.map(({ high }) => high).filter(Number.isFinite));
    const lowest = Math.min(...main.map(({ low }) => low).filter(Number.isFinite));
    if (!this.spec.isLog) return axisTicks(highest, this.spec.isBytes);
    return logTicks(Number.isFinite(lowest) ? lowest / 2 : 1e3, highest || 1e6);
  }

  drawAxis(context, scale) {
    const { left, right } = scale.area;
    context.lineWidth = 1;
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const tick of scale.axis.ticks) {
      const at = Math.round(scale.y(tick)) + 0.5;
      context.strokeStyle = Theme.colours.line;
      context.beginPath();
      context.moveTo(left, at);
      context.lineTo(right, at);
      context.stroke();
      context.fillStyle = Theme.colours.muted;
      context.fillText((this.spec.axis ?? this.spec.format)(tick), left - 7, at);
    }
  }

  drawTimes(context, scale) {
    const { left, right, bottom } = scale.area;
    const { from, to } = scale.span;
    const offset = new Date(to / 1e6).getTimezoneOffset() * 60;
    const { step, ticks } = timeTicks(from / 1e9, to / 1e9, right - left, offset);
    context.textBaseline = "top";
    context.textAlign = "center";
    context.fillStyle = Theme.colours.muted;
    for (const time of ticks) {
      const at = scale.x(time * 1e9);
      if (at >= left + 18 && at <= right - 18) context.fillText(Format.clock(time * 1e9, step < 60), at, bottom + 6);
    }
  }

  drawGaps(context, scale) {
    const { samples, first, last, silence } = this.view;
    const hatch = (from, to) => Canvas.hatch(context, scale.x(from), scale.x(to), scale.area.top, scale.area.bottom);
    for (let index = Math.max(first, samples.first + 1); index < last; index += 1) {
      if (samples.isAfterGap(index)) hatch(samples.wallAt(index - 1), samples.wallAt(index));
    }
    if (silence) hatch(silence.from, scale.span.to);
  }

  drawLine(context, { column, colour }, scale) {
    const { samples, first, last } = this.view;
    context.strokeStyle = Theme.colours[colour];
    context.fillStyle = Theme.colours[colour];
    context.lineWidth = 1.75;
    context.lineJoin = "round";
    const x = (index) => scale.x(samples.wallAt(index));
    let started = -1;
    let previous = 0;
    context.beginPath();
    const finish = (at) => {
      if (started < 0) return;
      if (started === at) context.arc(x(at), scale.y(samples.value(column, at)), 1.5, 0, 7);
      context.stroke();
      if (this.spec.fill === column && started !== at) {
        context.lineTo(x(at), scale.area.bottom);
        context.lineTo(x(started), scale.area.bottom);
        context.globalAlpha = 0.13;
        context.fill();
        context.globalAlpha = 1;
      }
      context.beginPath();
      started = -1;
    };
    for (let index = first; index < last; index += 1) {
      const value = samples.value(column, index);
      if (Number.isNaN(value) || samples.isAfterGap(index)) finish(previous);
      if (Number.isNaN(value)) continue;
      if (started < 0) {
        context.moveTo(x(index), scale.pointY(value));
        started = index;
      } else {
        context.lineTo(x(index), scale.pointY(value));
      }
      previous = index;
    }
    finish(previous);
  }

  drawPointed(context, shown, scaleOf, scale) {
    const { samples, hovered } = this.view;
    const { left, right, top, bottom } = scale.area;
    const at = scale.x(samples.wallAt(hovered));
    if (at < left || at > right) return;
    context.strokeStyle = Theme.colours.muted;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    context.beginPath();
    context.moveTo(Math.round(at) + 0.5, top);
    context.lineTo(Math.round(at) + 0.5, bottom);
    context.stroke();
    context.setLineDash([]);
    for (const series of shown) {
      const value = samples.value(series.column, hovered);
      if (Number.isNaN(value)) continue;
      context.fillStyle = Theme.colours[series.colour];
      context.strokeStyle = Theme.colours.panel;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(at, scaleOf(series).pointY(value), 4, 0, 7);
      context.fill();
      context.stroke();
    }
  }
}
