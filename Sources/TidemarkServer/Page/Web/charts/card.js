"use strict";

// One chart on the page: its title, its plot and its figures.

class ChartCard {
  constructor(spec, view, board) {
    Object.assign(this, { spec, view });
    const card = (this.element = document.createElement("article"));
    card.className = "card";
    card.dataset.chart = spec.id;
    card.innerHTML = '<div class="card-head"><h2></h2><span class="unit"></span><span class="at"></span></div>'
      + '<div class="plot"><canvas tabindex="0" role="img"></canvas><p class="absent" hidden><span></span></p></div>'
      + '<table class="legend-table"><thead><tr><th scope="col"><span class="sr">Figure</span></th><th scope="col" class="current">current</th><th scope="col">min</th><th scope="col">max</th></tr></thead><tbody></tbody></table>';
    card.querySelector("h2").textContent = spec.title;
    card.querySelector(".unit").textContent = spec.unit;
    this.at = card.querySelector(".at");
    this.canvas = card.querySelector("canvas");
    this.absent = card.querySelector(".absent");
    this.plot = new Plot(this.canvas, spec, view);
    this.legend = new ChartLegend(card.querySelector("table"), spec, () => board.draw());
    this.bind(board);
  }

  bind(board) {
    const { canvas } = this;
    const point = (event) => board.point(this.plot.wallAt(event.offsetX));
    canvas.addEventListener("pointermove", point);
    canvas.addEventListener("pointerdown", point);
    canvas.addEventListener("pointerleave", () => board.point(null));
    canvas.addEventListener("blur", () => board.point(null));
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      board.move((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 10 : 1));
    });
  }

  get isVisible() {
    return this.canvas.clientWidth > 0;
  }

  draw() {
    const { spec, view } = this;
    const extents = Object.fromEntries(spec.series.map(({ column }) => [column, view.extent(column)]));
    this.plot.draw(this.legend.shown, extents);
    this.write(extents);
  }

  /// Writes the figures of the moment pointed at, or the last ones.
  write(extents) {
    const { spec, view } = this;
    const { samples, hovered, last } = view;
    const at = hovered ?? last - 1;
    this.at.textContent = hovered !== null ? Format.clock(samples.wallAt(at)) : "";
    const valueOf = (column) => at >= samples.first && at < last ? samples.value(column, at) : NaN;
    this.legend.write(valueOf, extents, samples.absent, hovered !== null);
    const reasons = spec.series.map(({ column }) => samples.absent[column]);
    const text = last === 0 ? "waiting for the first figures" : absenceText(spec, extents, reasons, last - samples.first);
    this.absent.hidden = text === "";
    this.absent.firstChild.textContent = text;
    this.canvas.setAttribute("aria-label", spec.title + ", " + spec.unit + ": " + (text || this.legend.text));
  }
}
