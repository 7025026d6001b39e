#ifndef CTIDEMARK_LEDGER_H
#define CTIDEMARK_LEDGER_H

#include <stdint.h>

#include "CTidemarkWatch.h"

/// The layout of the ledger: one region of memory which the probe writes and everything else reads.
///
/// The region is reserved whole at start and becomes resident page by page as it is used. Fields
/// that another thread or process may read while they are written are accessed with atomic loads
/// and stores only; they are declared as plain integers, and aligned by padding instead of by an
/// attribute, so that Swift can import the layout.

#define TIDEMARK_LEDGER_MAGIC UINT64_C(0x314b52414d454454)
#define TIDEMARK_LEDGER_VERSION 7

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
  /// Places for which there was no room, each time that one was needed.
  uint64_t places;
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
  /// The times of each task, the histograms of each thread's slot, the rings and their events, and the
  /// places that these name.
  uint64_t timesOffset;
  uint64_t histogramsOffset;
  uint64_t ringsOffset;
  uint64_t eventsOffset;
  uint64_t placesOffset;
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
