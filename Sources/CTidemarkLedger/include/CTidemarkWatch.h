#ifndef CTIDEMARK_WATCH_H
#define CTIDEMARK_WATCH_H

#include <stdint.h>

/// The part of the ledger's layout that is filled only while somebody watches: times, histograms and
/// rings of events, and what viewers write to ask for them.

/// How many threads at once can have a ring of events, and how many events each ring has room for.
#define TIDEMARK_RING_LIMIT 128
#define TIDEMARK_RING_EVENTS 16384
#define TIDEMARK_HISTOGRAM_BUCKETS 28
/// How many places in the code events can name, and how many addresses each has room for.
#define TIDEMARK_PLACE_LIMIT 16384
#define TIDEMARK_PLACE_DEPTH 5

/// What a task is doing, as far as its transitions were seen.
typedef enum TidemarkTaskState {
  TidemarkTaskStateUnknown = 0,
  TidemarkTaskStateCreated,
  TidemarkTaskStateEnqueued,
  TidemarkTaskStateRunning,
  TidemarkTaskStateSuspended,
  TidemarkTaskStateCompleted
} TidemarkTaskState;

/// What runs jobs; an executor's identity is at least a multiple of 4, so it has the kind in its lowest
/// 2 bits. The global executor, which is of identity 0, is just 0.
typedef enum TidemarkExecutorKind {
  TidemarkExecutorGlobal = 0,
  TidemarkExecutorMain,
  /// A default actor.
  TidemarkExecutorActor,
  /// A serial executor or a task executor of the program's own.
  TidemarkExecutorCustom
} TidemarkExecutorKind;

#define TIDEMARK_EXECUTOR_KIND_MASK UINT64_C(3)

/// What a task did while times were asked for; beside the task's record, with the same index.
///
/// The task's owner alone writes: who makes it, runs it or hands it to an executor.
typedef struct TidemarkTaskTimes {
  /// The generation of the record to which this belongs; of another one, nothing of it holds.
  uint32_t generation;
  /// A `TidemarkTaskState` in the lowest 8 bits, and above them a number that changes with every change
  /// and is odd while the rest is written.
  uint32_t state;
  /// When the task took on the state, on the monotonic clock, in nanoseconds; while it runs, when it
  /// began to do so on the executor, if that is later.
  uint64_t since;
  /// Nanoseconds in each state, without the present one.
  uint64_t running;
  uint64_t queued;
  uint64_t waiting;
  uint32_t runs;
  uint32_t hops;
  /// The executor that the task waits for or runs on, or ran on last, with its kind in the lowest bits.
  uint64_t executor;
  /// When the task's times began to be taken: with its first transition since they are asked for. What
  /// began before `TidemarkControl.timesFrom` is void, as nobody looked in between.
  uint64_t begun;
} TidemarkTaskTimes;

/// What is kept in histograms.
typedef enum TidemarkHistogramKind {
  TidemarkHistogramQueueGlobal = 0,
  TidemarkHistogramQueueMain,
  TidemarkHistogramQueueActor,
  TidemarkHistogramQueueCustom,
  TidemarkHistogramRunGlobal,
  TidemarkHistogramRunMain,
  TidemarkHistogramRunActor,
  TidemarkHistogramRunCustom,
  TidemarkHistogramCount
} TidemarkHistogramKind;

/// How often something took how long, on one thread: written by that thread alone, never reset.
typedef struct TidemarkHistogram {
  /// Bucket 0 counts what took less than 256 ns, bucket n less than `256 << n`, the last one the rest.
  uint64_t counts[TIDEMARK_HISTOGRAM_BUCKETS];
  /// The sum in nanoseconds.
  uint64_t sum;
  uint64_t padding[3];
} TidemarkHistogram;

/// The histograms of one thread's slot.
typedef struct TidemarkHistograms {
  TidemarkHistogram kinds[TidemarkHistogramCount];
} TidemarkHistograms;

/// A transition of a task or a thread. What it says of objects has its meaning by the kind; an executor
/// has its kind in the lowest bits.
typedef enum TidemarkEventKind {
  TidemarkEventNone = 0,
  /// `object` is the place of the call, which consists of return addresses without the runtime's, `other`
  /// the id of the task that did it.
  TidemarkEventCreated,
  /// `object` is the executor, `other` the id of the task whose thread handed it there: one that
  /// completes or resumes it, itself when it hops, or 0.
  TidemarkEventEnqueued,
  /// `object` is the executor.
  TidemarkEventRun,
  /// `object` is a `TidemarkWait`, `other` for a continuation the place of those of the runtime's own
  /// functions in which the task goes on, which tell a sleep from other waits, or 0.
  TidemarkEventSuspended,
  /// `object` is the executor to go to, `other` the one to leave.
  TidemarkEventHopped,
  TidemarkEventCompleted,
  /// `object` is a `TidemarkThreadKind`.
  TidemarkEventThreadStarted,
  TidemarkEventThreadEnded
} TidemarkEventKind;

/// Why a task left its thread.
typedef enum TidemarkWait {
  TidemarkWaitUnknown = 0,
  TidemarkWaitTask,
  TidemarkWaitContinuation,
  TidemarkWaitGroup,
  /// It was enqueued again, on another executor.
  TidemarkWaitEnqueued
} TidemarkWait;

/// One transition, which says itself on which thread it happened: rings change hands.
typedef struct TidemarkEvent {
  /// On the monotonic clock, in nanoseconds.
  uint64_t time;
  /// The runtime's id of the task; the kernel's id of the thread for an event of a thread.
  uint64_t task;
  /// A value, and above it the lowest 16 bits of the kernel's id of the thread.
  uint64_t object;
  /// A value, above it the next 8 bits of that id, and a `TidemarkEventKind` in the highest 8 bits.
  uint64_t other;
} TidemarkEvent;

/// A part of a call stack, which events name by one number: one more than its index in the table. Another
/// number is an address, the innermost one, for which there was no room in the table.
///
/// What is in the table stays there. No code lies at addresses as low as the numbers.
typedef struct TidemarkPlace {
  /// A hash of the addresses; 0 while the place is free.
  uint64_t hash;
  /// Nonzero once the addresses are there.
  uint64_t isWhole;
  /// Innermost first; 0 after the last one.
  uint64_t addresses[TIDEMARK_PLACE_DEPTH];
  uint64_t padding;
} TidemarkPlace;

/// How many bits of an event's words are a value: an address of user code, or an id.
#define TIDEMARK_EVENT_VALUE_BITS 48
#define TIDEMARK_EVENT_VALUE_MASK ((UINT64_C(1) << TIDEMARK_EVENT_VALUE_BITS) - 1)
#define TIDEMARK_EVENT_KIND_SHIFT 56

/// A thread's transitions, of which the last ones are kept; a ring is taken over by a later thread.
///
/// Its events are in a table of their own, `TIDEMARK_RING_EVENTS` for each ring. Event `n` since the
/// start lies at `n % TIDEMARK_RING_EVENTS`; while it is written, `written` is still `n`. So whoever has
/// copied event `n` and then still finds `written + 1 - TIDEMARK_RING_EVENTS` no higher, has it whole.
typedef struct TidemarkRing {
  /// How many events have ever been written.
  uint64_t written;
  /// The kernel's id of the thread that has the ring, or had it last.
  uint32_t tid;
  /// One more than the thread's slot, or 0 while nobody has it.
  uint32_t slot;
  uint64_t padding[6];
} TidemarkRing;

/// What viewers ask for: a page of its own, the only one that they write.
///
/// Hooks look at one word. When the moment that it names has passed, whoever finds out first notes the
/// time in `timesFrom` and sets the word to 0; what was taken before is void from then on.
typedef struct TidemarkControl {
  /// Until when times are to be taken, on the monotonic clock, in nanoseconds; 0 when nobody asks.
  uint64_t timesUntil;
  /// Until when transitions are to be kept; no later than times.
  uint64_t eventsUntil;
  /// Times that began before this moment are of an earlier look: what was not seen since is missing.
  uint64_t timesFrom;
  uint64_t padding[5];
} TidemarkControl;

#endif
