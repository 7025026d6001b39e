#if defined(__linux__)
#include "Watch.h"

TIDEMARK_OWN_CODE

// How many rings threads have, and where to look for one first: the rings of threads that ended are
// taken over as late as possible, for a viewer to read what is in them.
static uint32_t ringsTaken;
static uint32_t nextRing;

/// Gives a thread a ring; fails where others have them all.
static bool takeRing(TidemarkThread *thread) {
  if (thread->ended || __atomic_load_n(&ringsTaken, __ATOMIC_RELAXED) >= TIDEMARK_RING_LIMIT)
    return false;
  uint32_t start = __atomic_fetch_add(&nextRing, 1, __ATOMIC_RELAXED);
  for (uint32_t step = 0; step < TIDEMARK_RING_LIMIT; step++) {
    uint32_t index = (start + step) % TIDEMARK_RING_LIMIT;
    TidemarkRing *ring = &tidemark_tables.rings[index];
    uint32_t nobody = 0;
    if (!__atomic_compare_exchange_n(
          &ring->slot, &nobody, thread->slot + 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
      continue;
    __atomic_fetch_add(&ringsTaken, 1, __ATOMIC_RELAXED);
    uint64_t tid = thread->record->tid;
    __atomic_store_n(&ring->tid, (uint32_t)tid, __ATOMIC_RELAXED);
    thread->objectTag = tid << TIDEMARK_EVENT_VALUE_BITS;
    thread->otherTag = (tid >> 16 & 0xff) << TIDEMARK_EVENT_VALUE_BITS;
    thread->events = &tidemark_tables.events[(uint64_t)index * TIDEMARK_RING_EVENTS];
    thread->ring = ring;
    __atomic_store_n(&thread->record->ring, index + 1, __ATOMIC_RELAXED);
    return true;
  }
  return false;
}

void tidemark_giveRing(TidemarkThread *thread) {
  TidemarkRing *ring = thread->ring;
  if (!ring) return;
  thread->ring = NULL;
  __atomic_store_n(&thread->record->ring, 0, __ATOMIC_RELAXED);
  __atomic_store_n(&ring->slot, 0, __ATOMIC_RELEASE);
  __atomic_fetch_sub(&ringsTaken, 1, __ATOMIC_RELAXED);
}

void tidemark_keepEvent(
  TidemarkThread *thread, const TidemarkMoment *moment, TidemarkEventKind kind, uint64_t task,
  uint64_t object, uint64_t other) {
  if (!moment->keepsEvents) return;
  if (unlikely(!thread->ring) && !takeRing(thread)) {
    __atomic_fetch_add(&tidemark_tables.header->losses.events, 1, __ATOMIC_RELAXED);
    return;
  }
  uint64_t number = thread->ring->written;
  TidemarkEvent *event = &thread->events[number % TIDEMARK_RING_EVENTS];
  // Whoever sees a word of this event sees that the one before has been written.
  __atomic_thread_fence(__ATOMIC_RELEASE);
  __atomic_store_n(&event->time, moment->now, __ATOMIC_RELAXED);
  __atomic_store_n(&event->task, task, __ATOMIC_RELAXED);
  __atomic_store_n(
    &event->object, (object & TIDEMARK_EVENT_VALUE_MASK) | thread->objectTag, __ATOMIC_RELAXED);
  __atomic_store_n(
    &event->other,
    (other & TIDEMARK_EVENT_VALUE_MASK) | thread->otherTag
      | (uint64_t)kind << TIDEMARK_EVENT_KIND_SHIFT,
    __ATOMIC_RELAXED);
  __atomic_store_n(&thread->ring->written, number + 1, __ATOMIC_RELEASE);
}

TIDEMARK_OWN_CODE_END

#endif
