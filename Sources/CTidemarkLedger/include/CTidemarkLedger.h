#ifndef CTIDEMARK_LEDGER_H
#define CTIDEMARK_LEDGER_H

#include <stdint.h>

/// The layout of the ledger: one region of memory which the probe writes and everything else reads.
///
/// The region is reserved whole at start and becomes resident page by page as it is used. Fields
/// that another thread or process may read while they are written are accessed with atomic loads
/// and stores only; they are declared as plain integers, and aligned by padding instead of by an
/// attribute, so that Swift can import the layout.

#define TIDEMARK_LEDGER_MAGIC UINT64_C(0x314b52414d454454)
#define TIDEMARK_LEDGER_VERSION 6

#define TIDEMARK_SCOPE_LIMIT 8192
#define TIDEMARK_THREAD_LIMIT 2048
#define TIDEMARK_BLOCK_LIMIT 65536
#define TIDEMARK_TASK_LIMIT 2097152
/// How many counters a block has room for; `TidemarkCounterCount` of them are used.
#define TIDEMARK_BLOCK_COUNTERS 16
#define TIDEMARK_CREATION_DEPTH 5
#define TIDEMARK_SITE_LIMIT 262144
#define TIDEMARK_SITE_DEPTH 8
#define TIDEMARK_LIBRARY_FLAG 0x80000000
/// How many threads at once can have a ring of events, and how many events each ring has room for.
#define TIDEMARK_RING_LIMIT 128
#define TIDEMARK_RING_EVENTS 16384
#define TIDEMARK_HISTOGRAM_BUCKETS 28

/// The scope of everything that no measured work has created.
#define TIDEMARK_SCOPE_UNATTRIBUTED 0
/// The scope of the harness and of the test libraries themselves.
#define TIDEMARK_SCOPE_HARNESS 1
/// The first scope that a measured piece of work may get.
#define TIDEMARK_SCOPE_FIRST 2

/// What is counted for each scope and thread.
typedef enum TidemarkCounter {
  TidemarkCounterTasksCreated = 0,
  TidemarkCounterTasksCompleted,
  TidemarkCounterTasksCancelled,
  TidemarkCounterJobsEnqueued,
  TidemarkCounterJobsRun,
  TidemarkCounterHops,
  TidemarkCounterAllocations,
  TidemarkCounterBytesAllocated,
  TidemarkCounterObjectsAllocated,
  TidemarkCounterThreadsCreated,
  /// Objects that the program's own code allocated in the scope, less those that anybody freed.
  TidemarkCounterObjectsHeld,
  /// What the scope's blocks hold that are in use: what was allocated less what was freed.
  TidemarkCounterBytesHeld,
  /// Blocks of the scope that were freed, by whatever thread.
  TidemarkCounterBlocksFreed,
  TidemarkCounterCount
} TidemarkCounter;

/// The counters of one scope on one thread: written by that thread alone, never reset.
typedef struct TidemarkBlock {
  uint64_t values[TIDEMARK_BLOCK_COUNTERS];
} TidemarkBlock;

/// What a scope's slot is used for at present.
typedef enum TidemarkScopeState {
  TidemarkScopeStateFree = 0,
  TidemarkScopeStateOpen = 1,
  TidemarkScopeStateClosed = 2
} TidemarkScopeState;

/// One measured piece of work.
typedef struct TidemarkScopeRecord {
  /// Tasks that are live (low half) and enqueued (high half).
  uint64_t gauge;
  /// The highest number of live tasks (low half) and of enqueued tasks (high half).
  uint32_t peakLive;
  uint32_t peakQueued;
  /// Threads that the scope started and that are alive, and the most there were.
  uint32_t threadsLive;
  uint32_t threadsPeak;
  /// A `TidemarkScopeState`.
  uint32_t state;
  /// The scope that this one is nested in, or `TIDEMARK_SCOPE_UNATTRIBUTED`.
  uint32_t parent;
  /// Nonzero when another measured piece of work was open at any time meanwhile.
  uint16_t overlapped;
  /// Nonzero when a scope has been opened inside of this one.
  uint16_t hasNested;
  /// The number of times that the slot has been used.
  uint32_t use;
  /// The task that entered the scope, or null when a thread did.
  uint64_t owner;
  /// What the owner was charged to before it entered.
  uint32_t outer;
  /// Live tasks that a test library created for itself in this scope.
  uint32_t libraryLive;
  /// The `use` of the parent's slot when this scope was nested in it.
  uint32_t parentUse;
  /// The kernel's id of the thread that entered, when it was no task.
  uint32_t thread;
} TidemarkScopeRecord;

/// What a thread is.
typedef enum TidemarkThreadKind {
  TidemarkThreadKindNone = 0,
  /// A thread that was there before the probe or whose start was not seen.
  TidemarkThreadKindForeign,
  /// A worker of Dispatch or of the cooperative pool.
  TidemarkThreadKindPool,
  /// A thread started by the code under test.
  TidemarkThreadKindUser,
  /// A thread started by a test library, or by Foundation for the whole process.
  TidemarkThreadKindLibrary
} TidemarkThreadKind;

/// One thread's slot; a slot is taken over by a later thread once its thread has ended.
typedef struct TidemarkThreadRecord {
  /// A `TidemarkThreadKind`; none when the slot is free.
  uint32_t kind;
  /// The kernel's id of the thread.
  uint32_t tid;
  /// The scope that started the thread.
  uint32_t scope;
  /// The next free slot plus one.
  uint32_t next;
  /// The return addresses of the call that started the thread, innermost first.
  uint64_t creation[TIDEMARK_CREATION_DEPTH];
  /// The start function and its argument, until the thread has taken them.
  uint64_t start;
  uint64_t argument;
  /// The size of the thread's stack as it was asked for.
  uint64_t stackSize;
  uint64_t padding[6];
  /// What follows is written often; it starts a cache line of its own.
  /// The address and the runtime's id of the task that the thread runs, or 0.
  uint64_t task;
  uint64_t taskId;
  /// Since when, on the monotonic clock, in nanoseconds. It holds, and the executor with it, where it is
  /// no earlier than `TidemarkControl.timesFrom`.
  uint64_t since;
  /// The executor that the thread runs the task on, with its kind in the lowest bits.
  uint64_t executor;
  /// One more than the index of the thread's ring of events, or 0.
  uint32_t ring;
  uint32_t ringPadding;
  uint64_t morePadding[3];
} TidemarkThreadRecord;

/// One live task.
typedef struct TidemarkTaskRecord {
  /// Odd while the record describes a live task; changes whenever the record changes hands.
  uint32_t generation;
  /// The scope of the task's creator; `TIDEMARK_LIBRARY_FLAG` is added for a test library's own.
  uint32_t scope;
  /// The index of the next record in a list of free ones, or 0.
  uint32_t next;
  /// Milliseconds from the ledger's epoch to the creation, at the resolution of a coarse clock.
  uint32_t created;
  /// The address of the task.
  uint64_t task;
  /// The return addresses of the call that created the task, innermost first, runtime left out.
  uint64_t creation[TIDEMARK_CREATION_DEPTH];
} TidemarkTaskRecord;

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
  /// `object` is the innermost return address of the creation, `other` the id of the task that did it.
  TidemarkEventCreated,
  /// `object` is the executor, `other` the id of the task whose thread handed it there: one that
  /// completes or resumes it, itself when it hops, or 0.
  TidemarkEventEnqueued,
  /// `object` is the executor.
  TidemarkEventRun,
  /// `object` is a `TidemarkWait`.
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

/// What a call site did.
typedef enum TidemarkSiteKind {
  TidemarkSiteKindTask = 0,
  TidemarkSiteKindHop,
  TidemarkSiteKindThread,
  TidemarkSiteKindAllocation
} TidemarkSiteKind;

/// One call stack, and how often a scope did something there; kept only while asked for.
typedef struct TidemarkSiteRecord {
  /// A hash of the scope's use, the kind and the addresses; 0 while the record is free.
  uint64_t hash;
  uint32_t scope;
  /// The use of the scope's slot, which tells the scope from earlier ones.
  uint32_t use;
  uint64_t count;
  uint64_t bytes;
  /// A `TidemarkSiteKind`.
  uint32_t kind;
  /// One more than the index of the scope's next record, or 0.
  uint32_t next;
  /// For allocations, the blocks that are in use, what they hold, and how many are objects.
  uint64_t live;
  uint64_t liveBytes;
  uint64_t liveObjects;
  /// Return addresses, innermost first.
  uint64_t stack[TIDEMARK_SITE_DEPTH];
} TidemarkSiteRecord;

/// What the probe had no room to keep.
typedef struct TidemarkLosses {
  uint64_t scopes;
  uint64_t threads;
  uint64_t blocks;
  uint64_t tasks;
  uint64_t layout;
  uint64_t sites;
  /// Blocks of memory that nobody can be told to own.
  uint64_t heapBlocks;
  /// Transitions of threads for which there was no ring.
  uint64_t events;
} TidemarkLosses;

/// What the probe could hook, as bits of `TidemarkLedgerHeader.capabilities`.
typedef enum TidemarkCapability {
  TidemarkCapabilityScheduler = 1 << 0,
  TidemarkCapabilityContext = 1 << 1,
  TidemarkCapabilitySwitches = 1 << 2,
  TidemarkCapabilityThreads = 1 << 3,
  TidemarkCapabilityHeap = 1 << 4,
  TidemarkCapabilityObjects = 1 << 5,
  /// The runtime's layout is not the one that the probe knows.
  TidemarkCapabilityUnknownLayout = 1 << 16,
  /// A sanitizer owns the allocator and thread creation.
  TidemarkCapabilitySanitizer = 1 << 17,
  /// The probe was switched off from the environment.
  TidemarkCapabilityOff = 1 << 18,
  /// The program contains the Swift runtime, whose functions the probe can't take the place of.
  TidemarkCapabilityStaticRuntime = 1 << 19,
  /// The process is a forked child of the one that was measured; the probe is off, too.
  TidemarkCapabilityForked = 1 << 20
} TidemarkCapability;

/// The start of the ledger.
typedef struct TidemarkLedgerHeader {
  uint64_t magic;
  uint32_t version;
  uint32_t headerSize;
  uint64_t size;
  uint32_t capabilities;
  uint32_t padding;
  /// The moment from which times are counted, on the monotonic clock, in nanoseconds.
  uint64_t epoch;
  /// Offsets of the tables from the start of the ledger.
  uint64_t scopesOffset;
  uint64_t threadsOffset;
  uint64_t blockIndexOffset;
  uint64_t blocksOffset;
  uint64_t tasksOffset;
  uint64_t sitesOffset;
  /// What each scope's counters stood at when it was opened: one block a scope.
  uint64_t basesOffset;
  /// One more than the index of each scope's first site, or 0: a word of 32 bits a scope.
  uint64_t siteListsOffset;
  /// The times of each task, the histograms of each thread's slot, the rings and their events.
  uint64_t timesOffset;
  uint64_t histogramsOffset;
  uint64_t ringsOffset;
  uint64_t eventsOffset;
  uint64_t controlOffset;
  /// The process that writes the ledger, and when it started, in clock ticks since the system did:
  /// field 22 of `/proc/PID/stat`.
  uint64_t pid;
  uint64_t processStart;
  /// Nanoseconds since 1970 at the epoch.
  uint64_t wallEpoch;
  /// How many entries of each table have ever been used.
  uint32_t scopesUsed;
  uint32_t threadsUsed;
  uint32_t blocksUsed;
  uint32_t tasksUsed;
  uint64_t morePadding;
  /// What follows is written often; it starts a cache line of its own.
  /// Workers of Dispatch and of the cooperative pool that were started.
  uint64_t poolThreads;
  uint64_t poolPadding[7];
  /// Bytes in use in the whole process, less what the threads hold back, and the most there were.
  int64_t liveBytes;
  int64_t peakBytes;
  uint64_t bytesPadding[6];
  TidemarkLosses losses;
} TidemarkLedgerHeader;

/// Copies a part of a ledger that others write meanwhile, word by word.
///
/// - Parameters:
///   - to: room for the copy, aligned to a word.
///   - from: what to copy, aligned to a word.
///   - size: its size in bytes, a multiple of a word's.
///
/// Each word is one that was there; only what a generation guards belongs together.
static inline void tidemark_copyShared(void *_Nonnull to, const void *_Nonnull from, uint64_t size) {
  for (uint64_t word = 0; word < size / sizeof(uint64_t); word++)
    ((uint64_t *)to)[word] = __atomic_load_n((const uint64_t *)from + word, __ATOMIC_ACQUIRE);
}

/// Copies the record of a live task.
///
/// - Returns: 0 where there is none, or where it changed hands meanwhile.
static inline int tidemark_copyTask(
  TidemarkTaskRecord *_Nonnull to, const TidemarkTaskRecord *_Nonnull from) {
  if (!(__atomic_load_n(&from->generation, __ATOMIC_ACQUIRE) & 1)) return 0;
  tidemark_copyShared(to, from, sizeof *to);
  return (to->generation & 1) && to->task
    && __atomic_load_n(&from->generation, __ATOMIC_RELAXED) == to->generation;
}

/// Copies a task's times.
///
/// - Returns: 0 where they are being written.
static inline int tidemark_copyTimes(
  TidemarkTaskTimes *_Nonnull to, const TidemarkTaskTimes *_Nonnull from) {
  tidemark_copyShared(to, from, sizeof *to);
  return !(to->state & 0x100)
    && __atomic_load_n(&from->state, __ATOMIC_RELAXED) == to->state;
}

/// Raises a word that others write meanwhile to a value, unless it is higher already.
static inline void tidemark_raise(uint64_t *_Nonnull word, uint64_t value) {
  uint64_t now = __atomic_load_n(word, __ATOMIC_RELAXED);
  while (now < value
         && !__atomic_compare_exchange_n(
           word, &now, value, 1, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
}

#endif
