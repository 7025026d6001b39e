"use strict";

// Pointing at tasks in the picture: with the pointer, which tells of them, and with keys.

class Pointing {
  constructor({ stage, tip, announce }, picture, { playhead, names, colouring, transport, selection }) {
    Object.assign(this, { stage, tip, announce, picture, playhead, names, colouring, transport, selection });
    stage.addEventListener("pointermove", (event) => this.point(event.offsetX, event.offsetY));
    stage.addEventListener("pointerleave", () => this.show(null));
    stage.addEventListener("click", (event) => selection.select(picture.taskAt(event.offsetX, event.offsetY)?.task ?? null));
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && selection.pointed !== null) selection.select(selection.pointed);
    });
  }

  /// Points at a task so many further in the picture, and reads it out.
  next(steps) {
    const task = this.selection.pointNext(this.picture.tasks, steps);
    if (task !== null) this.announce.textContent = this.names.task(task) + ", " + STATE_TEXT[this.playhead.stateOf(task)?.state ?? STATE.none];
  }

  point(x, y) {
    const hit = this.picture.taskAt(x, y);
    this.show(hit);
    if (!hit) return;
    this.tip.replaceChildren(Dom.make("b", {}, this.names.task(hit.task)), ...this.lines(hit).map((line) => Dom.make("small", {}, line)));
    const { stage, tip } = this;
    const left = Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 8);
    const top = y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 12 : y + 18;
    tip.style.transform = "translate(" + Math.max(4, left) + "px, " + Math.max(4, top) + "px)";
  }

  show(hit) {
    this.stage.style.cursor = hit ? "pointer" : "";
    this.selection.point(hit?.task ?? null);
    this.tip.hidden = !hit;
  }

  /// What is told of a task: its run, what it does, where it was created.
  lines({ task, start, end }) {
    const state = this.playhead.stateOf(task);
    const site = this.colouring.by === "site" ? this.colouring.siteOf(task) : "not known";
    return [
      end ? "ran for " + Format.duration(end - start) : "",
      state ? Words.state(state, this.transport.time, this.names) : "",
      site !== "not known" ? "created in " + site : "",
    ].filter(Boolean);
  }
}
