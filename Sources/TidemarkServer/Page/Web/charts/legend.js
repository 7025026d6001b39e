"use strict";

// The figures below a chart: of each series the last one or the one pointed at, and its bounds.

/// What a row says: the figure, the smallest, the largest, and a remark on the figure.
function legendTexts(spec, series, value, { low, high }, reason) {
  if (Number.isNaN(value) && Number.isNaN(high) && reason) return { texts: ["absent", "", ""], remark: reason };
  const format = series.format ?? spec.format;
  return {
    texts: [value, low, high].map(format).map((text) => text.includes("–") ? "–" : text),
    remark: spec.isBytes && Number.isFinite(value) ? Format.count(value) + " B" : "",
  };
}

/// Why a chart has nothing to show of the samples that are held; empty where it has.
function absenceText(spec, extents, reasons, held) {
  const isEmpty = spec.series.every(({ column }) => Number.isNaN(extents[column].high));
  if (isEmpty && reasons.every(Boolean)) return "absent: " + [...new Set(reasons)].join("; ");
  return isEmpty && spec.isQuantile && held > 2 ? "no job was timed in this range" : "";
}

class ChartLegend {
  constructor(table, spec, onChange) {
    this.spec = spec;
    this.onChange = onChange;
    this.hidden = new Set();
    this.currentHead = table.querySelector(".current");
    this.rows = spec.series.map((series) => this.row(table.tBodies[0].insertRow(), series));
  }

  row(row, { column, label, colour }) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.title = "Show or hide " + label;
    button.style.setProperty("--swatch", "var(--" + colour + ")");
    button.append(document.createElement("i"), Object.assign(document.createElement("span"), { textContent: label }));
    button.addEventListener("click", () => {
      if (!this.hidden.delete(column)) this.hidden.add(column);
      button.setAttribute("aria-pressed", String(!this.hidden.has(column)));
      this.onChange();
    });
    row.insertCell().append(button);
    return ["value", "quiet-value", "quiet-value"].map((name) => Object.assign(row.insertCell(), { className: name }));
  }

  /// The series that are not hidden.
  get shown() {
    return this.spec.series.filter(({ column }) => !this.hidden.has(column));
  }

  /// Writes the figures: those of one sample, and the bounds of all that is shown.
  write(valueOf, extents, absent, isPointed) {
    this.currentHead.textContent = isPointed ? "then" : "current";
    this.rows.forEach((cells, index) => {
      const series = this.spec.series[index];
      const { column } = series;
      const { texts, remark } = legendTexts(this.spec, series, valueOf(column), extents[column], absent[column]);
      texts.forEach((text, n) => {
        if (cells[n].textContent !== text) cells[n].textContent = text;
      });
      cells[0].title = remark;
    });
  }

  /// The figures in words.
  get text() {
    return this.rows.map((cells, index) => this.spec.series[index].label + " " + cells[0].textContent).join(", ");
  }
}
