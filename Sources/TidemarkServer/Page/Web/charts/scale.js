"use strict";

// Where figures and moments lie in a chart; nothing here draws.

/// Where the lines of an axis from 0 to at least `high` lie: 3 to 5 of them, at round figures.
function axisTicks(high, isBytes = false) {
  if (!(high > 0)) return { bottom: 0, top: 1, ticks: [0, 1] };
  const base = isBytes ? 1024 ** Math.floor(Math.log(high) / Math.log(1024)) : 1;
  const scaled = high / base;
  const power = 10 ** Math.floor(Math.log10(scaled / 3));
  const factor = [1, 2, 5, 10].find((factor) => scaled / (factor * power) <= 4) ?? 10;
  let step = factor * power * base;
  if (!isBytes && high >= 1 && step < 1 && high <= 4) step = 1;
  const ticks = [];
  for (let n = 0; n < Math.ceil(high / step - 1e-9) + 1; n += 1) ticks.push(n * step);
  return { bottom: 0, top: ticks[ticks.length - 1], ticks };
}

/// The powers of ten from at most `low` to at least `high`.
function logTicks(low, high) {
  const first = Math.floor(Math.log10(Math.max(low, 1)));
  const last = Math.max(Math.ceil(Math.log10(Math.max(high, 1))), first + 1);
  const every = last - first > 5 ? 2 : 1;
  const ticks = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  return { bottom: 10 ** first, top: 10 ** last, ticks };
}

/// The moments of an axis of time, in seconds since 1970: whole minutes where there is a minute
/// between them, by the clock of a zone that is `offset` seconds behind.
function timeTicks(from, to, width, offset) {
  const fits = (step) => (to - from) / step <= Math.max(2, width / 80);
  const step = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].find(fits) ?? 3600;
  const ticks = [];
  for (let time = Math.ceil((from - offset) / step) * step + offset; time <= to; time += step) ticks.push(time);
  return { step, ticks };
}

/// From moments and figures to places in an area, and back.
class Scale {
  constructor(area, span, axis, isLog = false) {
    Object.assign(this, { area, span, axis, isLog });
  }

  /// The same area with an axis of its own for one line.
  with(axis) {
    return new Scale(this.area, this.span, axis, this.isLog);
  }

  x(wall) {
    const { left, right } = this.area;
    return left + ((wall - this.span.from) / (this.span.to - this.span.from)) * (right - left);
  }

  wallAt(x) {
    const { left, right } = this.area;
    return this.span.from + ((x - left) / (right - left)) * (this.span.to - this.span.from);
  }

  y(value) {
    const { top, bottom } = this.area;
    const { axis } = this;
    const part = this.isLog
      ? Math.log10(Math.max(value, axis.bottom) / axis.bottom) / Math.log10(axis.top / axis.bottom)
      : value / axis.top;
    return bottom - part * (bottom - top);
  }

  /// The height of a point; a class without an upper bound is drawn at the top.
  pointY(value) {
    return Math.max(this.y(value), 2);
  }
}
