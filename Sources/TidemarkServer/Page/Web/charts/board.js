"use strict";

// All charts: they share the time, the range and the moment pointed at.

class Board {
  constructor(samples, root) {
    this.view = new ChartView(samples);
    this.cards = CHARTS.map((spec) => new ChartCard(spec, this.view, this));
    root.append(...this.cards.map((card) => card.element));
    new ResizeObserver(() => this.draw()).observe(root);
    Theme.follow(() => this.draw());
  }

  /// Points at a moment in every chart; at none for null.
  point(wall) {
    this.view.point(wall);
    this.draw();
  }

  move(steps) {
    this.view.move(steps);
    this.draw();
  }

  pause(isPaused) {
    this.view.pause(isPaused);
    this.draw();
  }

  setRange(seconds) {
    this.view.setRange(seconds);
    this.draw();
  }

  setSilence(silence) {
    if (this.view.setSilence(silence)) this.draw();
  }

  /// Draws everything with the next frame, if anybody sees it.
  draw() {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      this.view.forget();
      if (this.cards[0].isVisible) for (const card of this.cards) card.draw();
    });
  }
}
