"use strict";

// Durations counted in classes, as `DurationHistogram` has them: class 0 is below 256 ns, class n
// below 256 << n ns, the last one has no upper bound.

const Histogram = {
  count: 28,

  lower(bucket) {
    return bucket === 0 ? 0 : 256 * 2 ** (bucket - 1);
  },

  upper(bucket) {
    return bucket < Histogram.count - 1 ? 256 * 2 ** bucket : Infinity;
  },

  /// The sum of a snapshot's histograms of one subject, or null where there is none.
  merge(histograms, subject) {
    let sum = null;
    for (const histogram of histograms ?? []) {
      if (histogram.subject !== subject) continue;
      sum ??= new Array(Histogram.count).fill(0);
      histogram.buckets.forEach((n, bucket) => {
        if (bucket < Histogram.count) sum[bucket] += n;
      });
    }
    return sum;
  },

  /// What was counted between two looks; null when a count went back.
  difference(earlier, later) {
    if (!earlier || !later) return null;
    const difference = later.map((n, bucket) => n - earlier[bucket]);
    return difference.every((n) => n >= 0) ? difference : null;
  },

  /// Between which bounds a quantile lies; null when nothing was counted.
  quantile(buckets, q) {
    const count = buckets.reduce((sum, n) => sum + n, 0);
    if (count === 0) return null;
    const rank = Math.max(1, Math.ceil(q * count));
    let seen = 0;
    for (let bucket = 0; bucket < buckets.length; bucket += 1) {
      seen += buckets[bucket];
      if (seen >= rank) {
        return { low: Histogram.lower(bucket), high: Histogram.upper(bucket), count };
      }
    }
    return null;
  },
};
