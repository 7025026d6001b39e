// Figures as people read them, and as they are made of what arrives.
Object.assign(tests, {
  "figures as people read them"() {
    same(Format.count(1234567), "1\u202f234\u202f567");
    same(Format.compact(12345), "12.3\u202fk");
    same(Format.compact(999600), "1\u202fM");
    same(Format.bytes(1536), "1.5\u202fKiB");
    same(Format.bytes(1023), "1023\u202fB");
    same(Format.duration(1500), "1.5\u202fµs");
    same(Format.duration(999999), "1\u202fms");
    same(Format.duration(NaN), "–");
    same(Format.age(3723e9), "1\u202fh 2\u202fmin");
    same(Format.frame({ function: "f()", file: "/a/b.swift", line: 3 }), "f() · b.swift:3");
    same(belowText(512), "<\u202f512\u202fns");
    expect(belowText(Infinity).startsWith("≥"), "the last class has no upper bound");
  },

  "quantiles of classes"() {
    const buckets = empty();
    same(Histogram.quantile(buckets, 0.5), null, "nothing counted");
    buckets[0] = 1;
    same(Histogram.quantile(buckets, 0.99), { low: 0, high: 256, count: 1 });
    buckets[3] = 98;
    buckets[27] = 1;
    same(Histogram.quantile(buckets, 0.5).high, 2048);
    same(Histogram.quantile(buckets, 0.5).low, 1024);
    same(Histogram.quantile(buckets, 0.01).high, 256);
    same(Histogram.quantile(buckets, 0.99).high, 2048, "99 of 100 lie in or below class 3");
    buckets[27] = 2;
    expect(Histogram.quantile(buckets, 0.99).high === Infinity, "the 100th of 101 is in the last class");
    same(Histogram.quantile(buckets, 0.99).low, 256 * 2 ** 26);
  },

  "differences of histograms"() {
    const [a, b] = [empty(), empty()];
    a[2] = 5;
    b[2] = 7;
    same(Histogram.difference(a, b)[2], 2);
    same(Histogram.difference(b, a), null, "a count that went back");
    const merged = Histogram.merge([
      { subject: "queueLatency", executor: "main", buckets: a },
      { subject: "queueLatency", executor: "global", buckets: b },
      { subject: "runTime", executor: "global", buckets: b },
    ], "queueLatency");
    same(merged[2], 12);
    same(Histogram.merge([], "queueLatency"), null);
  },

  "rates between two looks"() {
    const first = snapshot(0, { jobsRun: 100, cpuUser: 0, cpuSystem: 0, tasksLive: 3 });
    const second = snapshot(2, { jobsRun: 300, cpuUser: 1e9, cpuSystem: 5e8, tasksLive: 4 });
    const { values, absent } = measure(first, second);
    same(values.jobsRun, 100);
    same(values.cpuUser, 50, "percent of one core");
    same(values.cpu, 75);
    same(values.tasksLive, 4);
    expect(Number.isNaN(values.hops) && absent.hops, "a figure that is not there is absent");
    expect(Number.isNaN(measure(null, second).values.jobsRun), "no rate without two looks");
    expect(Number.isNaN(measure(second, { ...first, time: second.time + 1e9 }).values.jobsRun), "no rate when a count went back");
  },

  "reasons of what is absent"() {
    const { absent } = measure(null, snapshot(0, {}, { unavailable: { bytesAllocated: "not hooked", cpuUser: "no /proc" } }));
    same(absent.bytesAllocated, "not hooked");
    same(absent.cpu, "no /proc");
  },

  "latency of the last interval"() {
    const counts = (n, m) => {
      const buckets = empty();
      buckets[1] = n;
      buckets[10] = m;
      return [{ subject: "queueLatency", executor: "global", buckets, sum: 0 }];
    };
    const first = snapshot(0, {}, { histograms: counts(1000, 0) });
    const second = snapshot(1, {}, { histograms: counts(1000, 4) });
    same(measure(first, second).values.latency50, Histogram.upper(10), "only what was counted since");
    expect(Number.isNaN(measure(second, { ...second, time: second.time + 1e9 }).values.latency50), "none where nothing ran");
  },

  "queues by kind"() {
    const executors = [
      { identity: 0, kind: "global", name: "global", queued: 5, running: 1 },
      { identity: 8, kind: "actor", name: "A", queued: 2, running: 0 },
      { identity: 9, kind: "actor", name: "B", queued: 3, running: 0 },
    ];
    const { values } = measure(null, snapshot(0, {}, { executors }));
    same([values.queueGlobal, values.queueActors, values.queueMain], [5, 5, 0]);
  },

  "samples in fixed memory"() {
    const samples = new Samples(100);
    for (let n = 0; n < 250; n += 1) samples.push(snapshot(n, { tasksLive: n }));
    same([samples.first, samples.end], [150, 250]);
    same(samples.value("tasksLive", 150), 150);
    same(samples.value("tasksLive", 249), 249);
    same(samples.indexAt(1.7e18 + 200 * 1e9), 200);
    same(samples.push(snapshot(249, {})), false, "the same one twice");
    same(samples.end, 250);
  },

  "a part of an interval is none"() {
    const samples = new Samples(100);
    const look = (seconds) => samples.push(snapshot(seconds, { jobsRun: seconds * 100 + (seconds === 0.7 ? 1000 : 0) }));
    const rates = () => Array.from({ length: samples.end }, (_, index) => samples.value("jobsRun", index));
    samples.renew();
    same([look(0), look(0.7)], [true, true], "they are news all the same");
    look(1.7);
    look(2.4);
    same(rates(), [null, 100, 100].map((rate) => rate ?? NaN), "the first interval is whole, later ones may be shorter");
    same([0, 1, 2].map((index) => samples.timeAt(index) / 1e9 - 1000), [0, 1.7, 2.4].map((time) => 1000 + time - 1000));
    look(2.5);
    same(samples.end, 3, "one that comes at once");
    samples.renew();
    look(3.6);
    look(4.3);
    same(samples.end, 4, "the first of another connection");
    look(4.6);
    same([samples.end, Math.round(samples.value("jobsRun", 4))], [5, 100]);
  },

  "gaps"() {
    const samples = new Samples(100);
    for (let n = 0; n < 5; n += 1) samples.push(snapshot(n, { jobsRun: n }));
    samples.push(snapshot(14, { jobsRun: 14 }));
    expect(samples.isAfterGap(5), "ten seconds are a gap");
    expect(Number.isNaN(samples.value("jobsRun", 5)), "no rate over a gap");
    samples.push(snapshot(15, { jobsRun: 18 }));
    expect(!samples.isAfterGap(6), "one second is none");
    same(samples.value("jobsRun", 6), 4);
    const other = snapshot(16, { jobsRun: 100 });
    other.process = { ...other.process, pid: 2 };
    samples.push(other);
    expect(samples.isAfterGap(7), "another process");
  },

  "a map that holds no more than so many"() {
    const map = new BoundedMap(2);
    map.set("a", 1).set("b", 2).set("a", 3).set("c", 4);
    same([...map], [["b", 2], ["c", 4]], "the oldest goes");
    const many = new Map([1, 2, 3, 4, 5].map((key) => [key, key]));
    many.set(1, 0);
    const gone = [];
    const letGo = (key) => gone.push(key) && many.delete(key);
    shed(many, 5, letGo);
    shed(many, 2, letGo);
    same([[...many.keys()], gone], [[4, 5], [1, 2, 3]], "the oldest go together");
  },
});
