"use strict";

/// Lets the oldest entries of a map go, until so many are left.
///
/// Not one by one: each that has gone leaves a hole, which the way to the next one leads through.
function shed(map, count, letGo) {
  for (const key of map.keys()) {
    if (map.size <= count) break;
    letGo(key);
  }
}

/// What was added last: so many at least, and twice as many at most.
class RecentSet {
  constructor(limit) {
    this.limit = limit;
    this.recent = new Set();
    this.older = new Set();
  }

  add(value) {
    this.recent.add(value);
    if (this.recent.size < this.limit) return;
    this.older = this.recent;
    this.recent = new Set();
  }

  has(value) {
    return this.recent.has(value) || this.older.has(value);
  }
}

/// A map that holds no more than so many entries: the oldest one goes.
class BoundedMap extends Map {
  constructor(limit) {
    super();
    this.limit = limit;
  }

  set(key, value) {
    super.set(key, value);
    if (this.size > this.limit) this.delete(this.keys().next().value);
    return this;
  }
}
