// The charts.
Object.assign(tests, {
  "axes"() {
    same(axisTicks(0).ticks, [0, 1]);
    same(axisTicks(4).ticks, [0, 1, 2, 3, 4]);
    same(axisTicks(97).ticks, [0, 50, 100]);
    same(axisTicks(3 * 1024 * 1024, true).top % (1024 * 1024), 0, "whole mebibytes");
    for (const high of [0.3, 1, 7, 12, 99, 101, 1234, 5.5e6]) {
      const { top, ticks } = axisTicks(high);
      expect(top >= high && ticks.length >= 2 && ticks.length <= 7, "axis to " + high + ": " + ticks);
    }
    same(logTicks(300, 90000).ticks, [100, 1000, 10000, 100000]);
  },

  "moments of an axis"() {
    same(timeTicks(0, 60, 480, 0), { step: 10, ticks: [0, 10, 20, 30, 40, 50, 60] });
    same(timeTicks(7, 3607, 480, 0).step, 600);
    same(timeTicks(30, 7230, 100, -1800), { step: 3600, ticks: [1800, 5400] }, "whole hours of a zone that is half an hour ahead");
  },

  "places in a chart"() {
    const area = { left: 50, right: 150, top: 10, bottom: 110 };
    const scale = new Scale(area, { from: 1000, to: 2000 }, axisTicks(4));
    same([scale.x(1000), scale.x(1500), scale.x(2000)], [50, 100, 150]);
    same(scale.wallAt(scale.x(1234)), 1234, "back again");
    same([scale.y(0), scale.y(1), scale.y(4)], [110, 85, 10]);
    same(scale.with(axisTicks(2)).y(2), 10, "an axis of its own");
    const log = new Scale(area, { from: 0, to: 1 }, logTicks(1000, 1e5), true);
    same([log.y(1000), log.y(1e4), log.y(1e5)], [110, 60, 10]);
    same(log.y(3), 110, "what is below the axis lies on it");
    same(log.pointY(Infinity), 2, "what has no upper bound is at the top");
  },

  "what the charts show"() {
    const samples = new Samples(100);
    const view = new ChartView(samples);
    view.point(5);
    view.move(1);
    same(view.hovered, null, "there is nothing to point at");
    for (let n = 0; n < 250; n += 1) samples.push(snapshot(n, { tasksLive: n }));
    const seconds = (wall) => (wall - 1.7e18) / 1e9;
    view.setRange(300);
    same([view.span.from, view.span.to].map(seconds), [-51, 249], "the range that was chosen, also while less is held");
    same(view.first, 150);
    view.setRange(60);
    same(seconds(view.span.from), 189);
    same([view.first, view.last], [188, 250], "and the one before it");
    same(view.extent("tasksLive"), { low: 189, high: 249 });
    expect(Number.isNaN(view.extent("jobsRun").high), "none where there is none");
    view.point(1.7e18 + 200.4e9);
    same(view.hovered, 200, "the nearest");
    view.point(1.7e18 + 200.6e9);
    same(view.hovered, 201);
    view.move(-1000);
    same(view.hovered, 189, "not before what is shown");
    view.move(1000);
    same(view.hovered, 249, "nor after it");
    view.pause(true);
    for (let n = 250; n < 260; n += 1) samples.push(snapshot(n, { tasksLive: n }));
    same([view.last, view.unseen], [250, 10], "it stands still");
    view.setSilence({ from: 1.7e18 + 259e9, to: 1.7e18 + 300e9 });
    same(seconds(view.span.to), 249, "also while nothing is received");
    view.pause(false);
    same([seconds(view.span.to), view.unseen], [300, 0], "silence is shown as it lasts");
    expect(!view.setSilence({ from: 1.7e18 + 259e9, to: 1.7e18 + 300e9 }) && view.setSilence(null), "what is new is drawn");
    for (let n = 260; n < 400; n += 1) samples.push(snapshot(n, { tasksLive: n }));
    view.forget();
    same(view.hovered, null, "what was pointed at is no longer held");
  },

  "the figures of a chart in words"() {
    const spec = { format: Format.bytes, isBytes: true, series: [series("resident", "resident set", "s1")] };
    same(legendTexts(spec, spec.series[0], 2048, { low: 1024, high: 2048 }), { texts: ["2 KiB", "1 KiB", "2 KiB"], remark: "2 048 B" });
    const none = { low: NaN, high: NaN };
    same(legendTexts(spec, spec.series[0], NaN, none, "not hooked"), { texts: ["absent", "", ""], remark: "not hooked" });
    same(legendTexts(spec, spec.series[0], NaN, { low: 1, high: 2 }, "gone").texts[0], "–", "absent now, and there before");
    same(legendTexts({ format: Format.rate }, series("a", "a", "s1", { format: Format.count }), 3, none).texts, ["3", "–", "–"], "a format of its own");
    const two = { series: [series("a", "a", "s1"), series("b", "b", "s2")] };
    same(absenceText(two, { a: none, b: none }, ["x", "x"], 9), "absent: x", "a reason is said once");
    same(absenceText(two, { a: none, b: none }, ["x", undefined], 9), "", "one may still come");
    same(absenceText(two, { a: none, b: { low: 0, high: 1 } }, ["x", "y"], 9), "");
    const quantiles = { ...two, isQuantile: true };
    same(absenceText(quantiles, { a: none, b: none }, [undefined, undefined], 2), "");
    expect(absenceText(quantiles, { a: none, b: none }, [undefined, undefined], 3) !== "", "nothing was timed");
  },

  "light and dark"() {
    same(["system", "light", "dark"].map((choice) => Theme.resolve(choice, true)), ["dark", "light", "dark"], "on a dark system");
    same(["system", "light", "dark"].map((choice) => Theme.resolve(choice, false)), ["light", "light", "dark"], "on a light one");
  },

  "black or white on a colour"() {
    same([Canvas.ink("#ffc46b"), Canvas.ink("#08736f")], ["#0b1215", "#ffffff"]);
  },
});
