"use strict";

// The live tasks as a table: sorted, filtered, and never more rows than can be read.

const TASK_COLUMNS = [
  { id: "id", title: "Id", number: true, width: "100px", text: (task) => task.id ? "#" + task.id : "–", key: (task) => task.id },
  { id: "name", title: "Name", width: "17%", text: (task) => task.name ?? "–", key: (task) => task.name ?? "\uffff" },
  { id: "state", title: "State", width: "168px", text: (task) => taskState(task), key: (task) => taskState(task) },
  { id: "executor", title: "Executor", className: "medium", width: "13%", text: (task) => task.executorName ?? (task.executor === 0 ? "global" : "–"), key: (task) => task.executorName ?? "" },
  { id: "age", title: "Age", number: true, width: "112px", text: (task) => Format.duration(task.age), key: (task) => task.age },
  { id: "running", title: "Ran", className: "wide", number: true, width: "84px", text: (task) => Format.duration(task.times?.running ?? NaN), key: (task) => task.times?.running ?? -1 },
  { id: "queued", title: "In queues", className: "widest", number: true, width: "92px", text: (task) => Format.duration(task.times?.queued ?? NaN), key: (task) => task.times?.queued ?? -1 },
  { id: "runs", title: "Runs", className: "wide", number: true, width: "76px", text: (task) => Format.count(task.times?.runs ?? NaN), key: (task) => task.times?.runs ?? -1 },
  { id: "hops", title: "Hops", className: "widest", number: true, width: "70px", text: (task) => Format.count(task.times?.hops ?? NaN), key: (task) => task.times?.hops ?? -1 },
  { id: "place", title: "Created in", className: "wide place", text: (task) => Format.frame(task.creation?.[0]) || "–", key: (task) => Format.frame(task.creation?.[0]) },
];

function taskState(task) {
  if (task.isCancelled) return (task.state ?? "–") + ", cancelled";
  if (task.state !== "suspended") return task.state ?? "–";
  return task.waitsFor ? task.waitsFor === "sleep" ? "sleeps" : "waits: " + task.waitsFor : "suspended";
}

/// The tasks that a text and a state let through: every word has to be somewhere.
function filterTasks(tasks, text, state) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return tasks.filter((task) => {
    if (state && task.state !== state) return false;
    if (words.length === 0) return true;
    const hay = TASK_COLUMNS.map((column) => column.text(task)).join(" ").toLowerCase();
    return words.every((word) => hay.includes(word));
  });
}

/// Writes a place so that its line is there however little room there is for the function.
function fillPlace(cell, text) {
  if (cell.title === text) return;
  const split = text.lastIndexOf(" · ");
  const parts = split < 0 ? [text] : [text.slice(0, split), text.slice(split)];
  cell.replaceChildren(Dom.make("span", {}, ...parts.map((part) => Dom.make("span", {}, part))));
}

class TaskTable {
  constructor(elements, onSelect) {
    Object.assign(this, { elements, onSelect });
    this.list = null;
    this.selected = null;
    this.sort = { id: "id", isDescending: false };
    this.limit = 250;
    const row = elements.table.tHead.rows[0];
    for (const column of TASK_COLUMNS) {
      const head = document.createElement("th");
      head.scope = "col";
      head.className = [column.className ?? "", column.number ? "number" : ""].join(" ").trim();
      if (column.width) head.style.width = column.width;
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: column.title });
      button.addEventListener("click", () => {
        this.sort = { id: column.id, isDescending: this.sort.id === column.id ? !this.sort.isDescending : Boolean(column.number && column.id !== "id") };
        this.draw();
      });
      head.append(button);
      row.append(head);
    }
    elements.filter.addEventListener("input", () => this.draw());
    elements.state.addEventListener("change", () => this.draw());
    const body = elements.table.tBodies[0];
    const choose = (event) => {
      const row = event.target.closest("tr");
      if (row) this.onSelect(Number(row.dataset.task));
    };
    body.addEventListener("click", choose);
    body.addEventListener("keydown", (event) => {
      if (event.key === "Enter") choose(event);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const row = event.target.closest("tr");
        const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
        next?.focus();
        event.preventDefault();
      }
    });
  }

  /// Marks the row of a task, or none.
  mark(task) {
    this.selected = task;
    this.draw();
  }

  take(list) {
    this.list = list;
    this.error = null;
    this.draw();
  }

  fail(text) {
    this.error = text;
    this.draw();
  }

  draw() {
    const { elements, list } = this;
    const column = TASK_COLUMNS.find((column) => column.id === this.sort.id);
    const tasks = filterTasks(list?.tasks ?? [], elements.filter.value, elements.state.value);
    const sign = this.sort.isDescending ? -1 : 1;
    tasks.sort((a, b) => {
      const [x, y] = [column.key(a), column.key(b)];
      return (x < y ? -sign : x > y ? sign : 0) || a.id - b.id || a.address - b.address;
    });
    [...elements.table.tHead.rows[0].cells].forEach((head, index) => {
      if (TASK_COLUMNS[index].id === this.sort.id) head.setAttribute("aria-sort", this.sort.isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.fill(tasks.slice(0, this.limit));
    const shown = Math.min(tasks.length, this.limit);
    const isFiltered = elements.filter.value.trim() !== "" || elements.state.value !== "";
    const parts = [];
    if (list) {
      parts.push("Showing " + Format.count(shown) + " of " + Format.count(isFiltered ? tasks.length : list.total) + (isFiltered ? " that match, of " + Format.count(list.total) : "") + " live tasks");
      if (list.tasks.length < list.total) parts.push("filter and order are those of the first " + Format.count(list.tasks.length));
      for (const [table, count] of Object.entries(list.losses ?? {})) parts.push(table + ": " + Format.count(count) + " lost");
      const reasons = new Map();
      for (const [what, why] of Object.entries(list.unavailable ?? {})) reasons.set(why, [...reasons.get(why) ?? [], what]);
      for (const [why, absent] of reasons) parts.push(absent.join(", ") + " absent: " + why);
    }
    if (this.error) parts.push("not renewed: " + this.error);
    elements.summary.textContent = parts.join(" · ");
    elements.empty.hidden = shown > 0;
    elements.empty.textContent = !list ? this.error ?? "Asking for the tasks…" : list.tasks.length === 0 ? "No task is alive." : "No task matches.";
  }

  /// Writes the rows; each keeps its element, so that the focus and the pointer stay where they are.
  fill(tasks) {
    const body = this.elements.table.tBodies[0];
    while (body.rows.length > tasks.length) body.lastElementChild.remove();
    tasks.forEach((task, index) => {
      let row = body.rows[index];
      if (!row) {
        row = body.insertRow();
        row.tabIndex = 0;
        for (const column of TASK_COLUMNS) {
          const cell = row.insertCell();
          cell.className = [column.className ?? "", column.number ? "number" : ""].join(" ").trim();
        }
        const mark = Object.assign(document.createElement("span"), { className: "state" });
        mark.append(document.createElement("i"), document.createElement("span"));
        row.cells[2].append(mark);
      }
      row.dataset.task = task.id;
      TASK_COLUMNS.forEach((column, n) => {
        const text = column.text(task);
        const target = n === 2 ? row.cells[n].firstChild.lastChild : row.cells[n];
        if (column.id === "place") fillPlace(target, text);
        else if (target.textContent !== text) target.textContent = text;
        if (n === 2) row.cells[n].firstChild.dataset.state = task.state ?? "";
        if (column.id === "place" || column.id === "name" || column.id === "state") row.cells[n].title = text;
      });
      if (task.id === this.selected) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    });
  }
}
