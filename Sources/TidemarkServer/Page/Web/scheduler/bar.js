"use strict";

// The controls of slow motion, and where in what is recorded the picture is.

class TransportBar {
  constructor(elements, { timeline, playhead, transport, names }) {
    Object.assign(this, { elements, timeline, playhead, transport, names });
    this.density = new Density(elements.density, timeline);
    elements.speed.append(...Transport.speeds.map((speed) => new Option("1 : " + Format.count(1 / speed), String(speed))));
    this.bind();
    this.showMode();
  }

  bind() {
    const { transport } = this;
    const { scrubber, speed, live, play, reverse, back, forward } = this.elements;
    scrubber.addEventListener("input", () => transport.goToFraction(Number(scrubber.value)));
    scrubber.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      event.preventDefault();
      event.stopPropagation();
      transport.step((event.key === "ArrowLeft" ? -1 : 1) * (event.shiftKey ? 100 : 1));
    });
    speed.addEventListener("change", () => transport.setSpeed(Number(speed.value)));
    live.addEventListener("click", () => transport.isLive ? transport.hold() : transport.goLive());
    play.addEventListener("click", () => transport.toggle());
    reverse.addEventListener("click", () => transport.play(-1));
    back.addEventListener("click", () => transport.step(-1));
    forward.addEventListener("click", () => transport.step(1));
  }

  /// Whether times in which nothing changes are passed over.
  get skipsIdle() {
    return this.elements.skip.checked;
  }

  /// Shows at once whether the picture is live or held.
  showMode() {
    this.elements.live.setAttribute("aria-pressed", String(this.transport.isLive));
    document.documentElement.dataset.mode = this.transport.isLive ? "live" : "held";
  }

  showSpeed() {
    this.elements.speed.value = String(this.transport.speed);
  }

  /// Reads out the transition that a step has led to.
  announce(number) {
    if (this.timeline.holds(number)) this.elements.announce.textContent = Words.transition(this.timeline.transition(number), this.names);
  }

  /// Shows where the picture is, a few times a second.
  tell() {
    const { elements, transport, timeline } = this;
    elements.play.dataset.running = String(transport.isPlaying);
    elements.play.setAttribute("aria-label", transport.isPlaying ? "Hold" : "Play");
    elements.reverse.setAttribute("aria-pressed", String(transport.isBackwards));
    // A scrubber that somebody holds stays where it was put.
    if (document.activeElement !== elements.scrubber || transport.isPlaying || transport.isAtStep) elements.scrubber.value = String(transport.fraction);
    const text = transport.isLive ? Words.recorded(timeline)
      : Words.position(timeline, this.playhead.position - 1, transport.time, transport.passing(), this.names);
    Dom.write(elements.text, text);
    elements.scrubber.setAttribute("aria-valuetext", text);
    this.density.draw();
  }
}
