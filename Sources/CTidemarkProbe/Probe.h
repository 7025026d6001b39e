#ifndef TIDEMARK_PROBE_INTERNAL_H
#define TIDEMARK_PROBE_INTERNAL_H

#if defined(__linux__)

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "CTidemarkProbe.h"
#include "CTidemarkThread.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TIDEMARK_SANITIZED 1
#endif
#endif

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/// The tables of the ledger as pointers, fixed once the ledger is mapped.
typedef struct TidemarkTables {
  TidemarkLedgerHeader *header;
  TidemarkScopeRecord *scopes;
  TidemarkThreadRecord *threads;
  uint32_t *blockIndex;
  TidemarkBlock *blocks;
  TidemarkTaskRecord *tasks;
  TidemarkSiteRecord *sites;
  uint32_t *siteLists;
  TidemarkBlock *bases;
  TidemarkTaskTimes *times;
  TidemarkHistograms *histograms;
  TidemarkRing *rings;
  TidemarkEvent *events;
  TidemarkPlace *places;
  TidemarkControl *control;
} TidemarkTables;

extern TidemarkTables tidemark_tables __attribute__((visibility("hidden")));

/// Maps the ledger once; may be called before constructors have run.
bool tidemark_mapLedger(void);

/// Makes the file that holds the ledger where other processes are to see it.
///
/// - Returns: its descriptor, or -1 where nobody is to see it or it can't be made.
int tidemark_makeLedgerFile(uint64_t size);

/// Leaves what was published to the process that this one was forked from.
void tidemark_forgetPublication(void);

/// Returns when this process started, in clock ticks since the system did; 0 where nobody can tell.
uint64_t tidemark_processStart(void);

/// Finds the code ranges of the runtime, of Dispatch and of the test libraries.
void tidemark_findImages(void);

typedef enum TidemarkImageKind {
  TidemarkImageKindUser = 0,
  TidemarkImageKindRuntime,
  TidemarkImageKindService,
  TidemarkImageKindLibrary
} TidemarkImageKind;

/// Returns what kind of code an address belongs to.
TidemarkImageKind tidemark_imageKind(uintptr_t address);

/// Returns whether an address is that of code of the concurrency runtime.
bool tidemark_isConcurrency(uintptr_t address);

/// Collects the return addresses above a frame, innermost first, runtime code left out.
///
/// - Parameters:
///   - frame: the frame of the hook, or of a function that it called.
///   - addresses: room for `depth` addresses; what is not used is set to 0.
///   - library: set to whether the innermost of them belongs to a test library.
///
/// Follows frame pointers outwards, inside the thread's own stack, or on a fiber's as far as the kernel
/// says that there is memory: it can't touch what is unmapped, and comes to an end. Where call sites are
/// asked for, it goes on along the async contexts of the function that runs.
void tidemark_walk(const void *frame, uint64_t *addresses, int depth, bool *library);

/// Goes on collecting along a chain of async contexts, which is read so that it may be broken.
int tidemark_walkContexts(uint64_t *addresses, int count, int depth, uintptr_t context);

/// Finds the counters of a scope on the current thread, or makes them.
///
/// - Returns: the thread's spare block when there is no room; the loss is counted.
TidemarkBlock *tidemark_threadBlock(TidemarkThread *thread, uint32_t scope);

/// How many bytes a thread holds back of those in use.
#define TIDEMARK_FLUSH_BYTES 16384

// What is compiled into hooks is theirs, as far as sanitizers and call stacks are concerned.
TIDEMARK_OWN_CODE

/// Takes what the block's counter has moved into what is held back of the bytes in use.
static inline void tidemark_gatherPending(TidemarkThread *thread) {
  int64_t held = thread->block ? (int64_t)thread->block->values[TidemarkCounterBytesHeld] : 0;
  thread->pendingBytes += held - thread->heldMark;
  thread->heldMark = held;
  if (thread->pendingBytes > thread->pendingPeak) thread->pendingPeak = thread->pendingBytes;
}

/// Sets between what the block's counter may move before the hooks of the heap have to look.
static inline void tidemark_setBounds(TidemarkThread *thread) {
  thread->heldCeiling = thread->heldMark + thread->pendingPeak - thread->pendingBytes;
  thread->heldFloor = thread->heldMark - TIDEMARK_FLUSH_BYTES - thread->pendingBytes;
}

/// Charges the current thread to a scope.
static inline void tidemark_threadCharge(TidemarkThread *thread, uint32_t scope) {
  uint32_t before = thread->scope;
  if (before == scope) return;
  TidemarkBlock *block =
    likely(thread->otherScope == scope) ? thread->otherBlock : tidemark_threadBlock(thread, scope);
  // The spare block is not kept: each look for one is a loss to be told of.
  thread->otherScope = unlikely(thread->block == &thread->spare) ? UINT32_MAX : before;
  thread->otherBlock = thread->block;
  thread->scope = scope;
  tidemark_gatherPending(thread);
  thread->block = block;
  thread->heldMark = block ? (int64_t)block->values[TidemarkCounterBytesHeld] : 0;
  tidemark_setBounds(thread);
}

/// Counts a call stack for a scope, where call sites are asked for.
void tidemark_addSite(
  uint32_t scope, TidemarkSiteKind kind, uint64_t bytes, const uint64_t *stack);

/// Installs the scheduler's hooks.
void tidemark_installScheduler(void);

/// Keeps the peaks of a gauge that has risen.
void tidemark_gaugeRose(TidemarkScopeRecord *record, uint64_t now);

/// Returns the scope that a scope is nested in, or the unattributed one when that is over.
static inline uint32_t tidemark_parentOf(const TidemarkScopeRecord *record) {
  uint32_t parent = record->parent;
  return unlikely(parent) && tidemark_tables.scopes[parent].use == record->parentUse ? parent : 0;
}

/// Moves a scope's gauge, and that of the scopes around it, and keeps the peaks.
static inline void tidemark_gauge(uint32_t scope, uint64_t by) {
  // Scopes nest rarely and shallowly, so the loop nearly always runs once.
  do {
    TidemarkScopeRecord *record = &tidemark_tables.scopes[scope];
    // Once nothing is left in the gauge, the slot may be taken for other work and nested elsewhere.
    uint32_t parent = tidemark_parentOf(record);
    // Who finds nothing left finds all that was counted before.
    uint64_t now = __atomic_add_fetch(&record->gauge, by, __ATOMIC_RELEASE);
    if (unlikely((uint32_t)now > __atomic_load_n(&record->peakLive, __ATOMIC_RELAXED))
        || unlikely((uint32_t)(now >> 32) > __atomic_load_n(&record->peakQueued, __ATOMIC_RELAXED)))
      tidemark_gaugeRose(record, now);
    scope = parent;
  } while (unlikely(scope));
}

TIDEMARK_OWN_CODE_END

/// Returns whether tasks or threads of a scope, or of one nested in it, are left.
bool tidemark_isBusy(const TidemarkScopeRecord *record);

/// How many scopes around one another have exact peaks when a thread can't be started while no other
/// thread starts one.
#define TIDEMARK_PEAK_DEPTH 8

/// Counts a thread that is about to be started, for a scope and those around it.
///
/// - Parameter live: set to how many threads are alive then in each of these scopes.
void tidemark_threadWillStart(uint32_t scope, uint32_t live[TIDEMARK_PEAK_DEPTH]);

/// Keeps the peaks once a thread has been started, which may have ended already.
void tidemark_threadHasStarted(uint32_t scope, const uint32_t live[TIDEMARK_PEAK_DEPTH]);

/// Counts a thread that has ended, or that could not be started.
void tidemark_threadHasEnded(uint32_t scope);

/// Finds the functions by which Foundation starts threads.
void tidemark_findFoundationThreads(void);

/// Returns whether Foundation starts a thread for itself.
///
/// It has one that waits for sockets and one that waits for child processes. Whoever needs them first
/// starts them for the whole process.
///
/// - Parameters:
///   - caller: who called `pthread_create`.
///   - creation: its callers: that function, `Thread.start()`, and who called that one.
bool tidemark_isFoundationsOwn(uintptr_t caller, const uint64_t *creation);

/// Returns the scope that a task is charged to, and charges it to another one.
uint32_t tidemark_taskCharge(const void *task, uint32_t scope);

#define TIDEMARK_GAUGE_LIVE UINT64_C(1)
#define TIDEMARK_GAUGE_QUEUED (UINT64_C(1) << 32)

#endif
#endif
