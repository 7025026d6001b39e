"use strict";

// What is said at the top of the page: which process it is, how the connection is, what is missing.

class Status {
  constructor(elements) {
    this.elements = elements;
    /// How the connection is: connecting, live, waiting, ended.
    this.connection = "connecting";
    this.losses = [];
    this.unavailable = [];
    elements.losses.addEventListener("click", () => this.showLosses());
  }

  tellProcess({ process, wallTime, within }) {
    const { name, facts } = this.elements;
    Dom.write(name, process.name);
    const uptime = process.started > 0 ? "up " + Format.age(wallTime - process.started) : "";
    const processors = process.processors ? Format.plural(process.processors, "processor") : "";
    const spread = within ? "read within " + Format.duration(within) + ", while tasks moved" : "";
    const all = ["pid " + process.pid, process.user, uptime, processors, spread, process.path];
    Dom.write(facts, all.filter(Boolean).join(" · "));
    facts.title = process.path;
    const title = process.name + " (" + process.pid + ") · Tidemark";
    if (document.title !== title) document.title = title;
  }

  /// Tells how often something is missing; `transitions` and `snapshots` are missing in this page only.
  tellLosses({ losses, unavailable }, transitions, snapshots) {
    this.losses = [
      ...Object.entries(losses ?? {}),
      ["transitions, since the scheduler's picture began", transitions],
      ["snapshots, which this page was too slow for", snapshots],
    ].filter(([, count]) => count > 0);
    this.unavailable = Object.entries(unavailable ?? {});
    this.elements.losses.hidden = this.losses.length === 0;
    Dom.write(this.elements.losses, "losses: " + this.losses.length);
  }

  showLosses() {
    const rows = [
      ...this.losses.map(([name, count]) => [name, Format.count(count) + " missing"]),
      ...this.unavailable.map(([name, why]) => [name, "absent: " + why]),
    ];
    const row = ([name, text]) => Dom.make("tr", {}, Dom.make("th", {}, name), Dom.make("td", {}, text));
    this.elements.lossesBody.replaceChildren(
      Dom.make("table", {}, Dom.make("tbody", {}, ...rows.map(row))),
      Dom.make("p", {}, "Figures that these belong to are too low by what is missing."));
    this.elements.lossesDialog.showModal();
  }

  /// Returns whether the connection is another one than before.
  tellConnection(state, text, why) {
    const { connection, connectionText } = this.elements;
    const isNew = this.connection !== state;
    this.connection = state;
    connection.dataset.state = state;
    document.documentElement.dataset.connection = state;
    // Only changes are read out, not each second of the wait.
    connectionText.textContent = state === "waiting" ? "lost · " + text : text;
    connection.setAttribute("aria-label", state === "waiting" ? "connection lost" : text);
    if (state === "waiting") this.tellNotice("Connection lost: " + why + ". What is shown is the last that was received.");
    else if (state === "ended") this.tellNotice(why.charAt(0).toUpperCase() + why.slice(1) + ". What is shown is its last state.", "ended");
    else if (isNew) this.tellNotice("");
    return isNew;
  }

  /// Says something to everybody, or nothing any more.
  tellNotice(text, kind = "") {
    const { notice } = this.elements;
    if (notice.textContent === text && notice.hidden === (text === "")) return;
    notice.textContent = text;
    notice.dataset.kind = kind;
    notice.hidden = text === "";
  }
}
