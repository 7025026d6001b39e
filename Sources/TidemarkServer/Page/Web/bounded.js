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
