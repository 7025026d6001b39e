// What is around the views.
Object.assign(tests, {
  async "lists of the tasks"() {
    const got = [];
    let asked = 0;
    let answer = async () => ({ tasks: [] });
    const feed = new TaskFeed({ get: (path, query) => ((asked += 1), answer()) }, {
      onList: (list) => got.push(list.tasks.length), onError: (text) => got.push(text), every: () => 50,
    });
    const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    await Promise.all([feed.ask(), feed.ask()]);
    await feed.ask();
    same([asked, got], [1, [0]], "one at a time, and not again at once");
    await wait(60);
    answer = async () => {
      await wait(20);
      throw new TypeError("fetch failed");
    };
    await feed.ask();
    same(got, [0, "the server can't be reached"]);
    feed.renew();
    answer = async () => {
      await wait(20);
      throw new Error("not yet");
    };
    await feed.ask();
    same(got[2], "not yet", "what the server says");
    feed.renew();
    answer = async () => {
      await wait(20);
      return { tasks: [1] };
    };
    await feed.ask();
    await wait(100);
    await feed.ask();
    same(asked, 4, "one that takes long is asked for less often");
  },

  "what is not of one moment says so"() {
    const elements = { losses: Dom.make("p"), name: Dom.make("p"), facts: Dom.make("p") };
    const status = new Status(elements);
    const process = { pid: 7, user: "a", name: "b", path: "/b", started: 0 };
    status.tellProcess({ process, wallTime: 1, within: 1_200_000 });
    same(elements.facts.textContent, "pid 7 · a · read within 1.2\u202fms, while tasks moved · /b", "moving");
    status.tellProcess({ process, wallTime: 2 });
    same(elements.facts.textContent, "pid 7 · a · /b", "standing still");
  },

  "how old a task is"() {
    const names = new Names();
    names.takeTasks({ time: 100e9, total: 1, tasks: [{ id: 7, age: 30e9, state: "suspended" }] });
    same(names.details(7).born, 70e9);
    same(TaskDetails.find(7, { time: 100e9, total: 1, tasks: [{ id: 7, age: 31e9 }] }).found.born, 69e9);
    const timeline = new Timeline(64);
    const age = Dom.make("span");
    const story = { scheduler: { timeline, now: 105.5e9 }, task: 7, born: 70e9, age };
    Story.prototype.writeAge.call(story);
    same(age.textContent, "35\u202fs", "now, and not when it was listed");
    timeline.add({ events: [event(104e9, "completed", 7)] });
    timeline.flush();
    Story.prototype.writeAge.call(story);
    same(age.textContent, "34\u202fs", "it gets no older when it has ended");
    Object.assign(story.scheduler, { isLive: false, transport: { moment: 100.5e9 } });
    Story.prototype.writeAge.call(story);
    same(age.textContent, "30\u202fs", "at a moment that is held");
    story.scheduler.transport.moment = 200e9;
    timeline.note(7, 103e9, STATE.leftOut);
    Story.prototype.writeAge.call(story);
    same(age.textContent, "at least 34\u202fs", "nobody knows for how long it went on");
    same(sumOfStates(timeline, timeline.story(7).numbers, 300e9).waiting, 0, "nor what it did then");
  },

  async "what the process says of a task"() {
    const [asked, changes] = [[], []];
    let answer = { total: 2, tasks: [{ id: 7, state: "suspended" }, { id: 8 }], unavailable: { stacks: "not allowed" } };
    const details = new TaskDetails({ get: async (path, { limit }) => {
      asked.push(limit);
      if (answer instanceof Error) throw answer;
      return answer;
    } }, () => changes.push([details.found?.id ?? null, details.isAsking, details.note]));
    const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
    details.choose(7, undefined, 100);
    same([details.found, details.isAsking], [null, true]);
    await settle();
    same(changes.splice(0), [[7, false, "not allowed"]]);
    details.choose(9, { id: 9 }, 100);
    await settle();
    same(changes.splice(0), [[9, false, "It is no longer there."]], "what was known of it stays");
    answer = { total: 5, tasks: [] };
    details.choose(9, undefined, 30000);
    await settle();
    same([details.isTooMuch, asked.length], [true, 2], "many tasks are not looked at unasked");
    details.insist();
    same([asked[2], details.isTooMuch, details.isAsking], [100000, false, true]);
    await settle();
    same(changes.splice(0).pop(), [null, false, "It is not among the tasks that are listed."]);
    answer = new Error("it has ended");
    details.choose(9, undefined, 1);
    await settle();
    same(changes.splice(0), [[null, false, "What the process says of it can't be had: it has ended"]]);
    details.choose(7, undefined, 1);
    details.leave();
    await settle();
    same(changes, [], "nobody waits for it any more");
  },

  "what is missing, and how the connection is"() {
    const elements = Object.fromEntries(["name", "facts", "connection", "connectionText", "notice", "losses", "lossesBody"].map((name) => [name, Dom.make("p")]));
    let opened = 0;
    const status = new Status({ ...elements, lossesDialog: { showModal: () => (opened += 1) } });
    const { dataset } = document.documentElement;
    const connection = dataset.connection;
    status.tellLosses({ losses: { tasks: 3, threads: 0 }, unavailable: { heapInUse: "not hooked" } }, 12, 0);
    same([elements.losses.hidden, elements.losses.textContent], [false, "losses: 2"], "what is not missing is not told");
    elements.losses.click();
    const rows = [...elements.lossesBody.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent));
    same(rows, [["tasks", "3 missing"], ["transitions, since the scheduler's picture began", "12 missing"], ["heapInUse", "absent: not hooked"]]);
    same(opened, 1);
    status.tellLosses({}, 0, 0);
    same(elements.losses.hidden, true);
    same([status.tellConnection("live", "live"), status.tellConnection("live", "live")], [true, false]);
    status.tellConnection("waiting", "again in 3 s", "it fell silent");
    expect(!elements.notice.hidden && elements.notice.textContent.includes("it fell silent"), "a notice says why");
    same([elements.connectionText.textContent, elements.connection.getAttribute("aria-label")], ["lost · again in 3 s", "connection lost"]);
    status.tellConnection("live", "live");
    same(elements.notice.hidden, true, "it goes away");
    status.tellConnection("ended", "ended", "exit 0");
    same([elements.notice.dataset.kind, elements.notice.hidden], ["ended", false]);
    if (connection) dataset.connection = connection;
    else delete dataset.connection;
  },
});
