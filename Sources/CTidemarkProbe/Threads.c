#if defined(__linux__)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <threads.h>
#include <unistd.h>

#include "Probe.h"
#include "TaskRecords.h"
#include "Watch.h"

TIDEMARK_OWN_CODE

__thread TidemarkThread tidemark_thread __attribute__((tls_model("initial-exec")));

extern void *__libc_stack_end __attribute__((weak));

static pthread_key_t endKey;
static bool endKeyMade;
// Free slots as a stack: the low half is the slot plus one, the high half a tag against reuse.
static uint64_t freeSlots;

static uint32_t takeSlot(void) {
  TidemarkTables *tables = &tidemark_tables;
  uint64_t head = __atomic_load_n(&freeSlots, __ATOMIC_ACQUIRE);
  while ((uint32_t)head) {
    uint32_t slot = (uint32_t)head - 1;
    uint64_t next = __atomic_load_n(&tables->threads[slot].next, __ATOMIC_RELAXED);
    uint64_t replacement = ((head >> 32) + 1) << 32 | next;
    if (__atomic_compare_exchange_n(
          &freeSlots, &head, replacement, true, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
      return slot;
  }
  uint32_t slot = __atomic_fetch_add(&tables->header->threadsUsed, 1, __ATOMIC_RELAXED);
  if (slot < TIDEMARK_THREAD_LIMIT) return slot;
  __atomic_fetch_sub(&tables->header->threadsUsed, 1, __ATOMIC_RELAXED);
  return UINT32_MAX;
}

static void giveSlot(uint32_t slot) {
  uint64_t head = __atomic_load_n(&freeSlots, __ATOMIC_RELAXED);
  uint64_t replacement;
  do {
    __atomic_store_n(&tidemark_tables.threads[slot].next, (uint32_t)head, __ATOMIC_RELAXED);
    replacement = ((head >> 32) + 1) << 32 | (slot + 1);
  } while (!__atomic_compare_exchange_n(
    &freeSlots, &head, replacement, true, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED));
}

/// Moves what a thread holds back of the bytes in use to the ledger's total.
static void heapFlush(TidemarkThread *thread) {
  TidemarkLedgerHeader *header = tidemark_tables.header;
  tidemark_gatherPending(thread);
  int64_t highest = __atomic_fetch_add(&header->liveBytes, thread->pendingBytes, __ATOMIC_RELAXED)
    + thread->pendingPeak;
  thread->pendingBytes = 0;
  thread->pendingPeak = 0;
  tidemark_setBounds(thread);
  int64_t peak = __atomic_load_n(&header->peakBytes, __ATOMIC_RELAXED);
  while (highest > peak
         && !__atomic_compare_exchange_n(
           &header->peakBytes, &peak, highest, true, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
  }
}

void tidemark_heapMove(TidemarkThread *thread, int64_t bytes) {
  thread->pendingBytes += bytes;
  tidemark_gatherPending(thread);
  bool isMuch = thread->pendingBytes >= TIDEMARK_FLUSH_BYTES
    || thread->pendingBytes <= -TIDEMARK_FLUSH_BYTES;
  if (isMuch) heapFlush(thread);
  else tidemark_setBounds(thread);
}

/// Runs at the end of each thread, after the destructors of others as far as possible.
static void threadEnds(void *round) {
  uintptr_t count = (uintptr_t)round;
  if (count < PTHREAD_DESTRUCTOR_ITERATIONS && pthread_setspecific(endKey, (void *)(count + 1)) == 0)
    return;
  TidemarkThread *thread = &tidemark_thread;
  TidemarkThreadRecord *record = thread->record;
  if (!record || thread->ended) return;
  heapFlush(thread);
  tidemark_giveRecords(thread);
  if (tidemark_isWatched()) tidemark_noteThread(thread, TidemarkEventThreadEnded);
  tidemark_giveRing(thread);
  thread->ended = true;
  thread->block = NULL;
  uint32_t kind = record->kind;
  uint32_t scope = record->scope;
  __atomic_store_n(&record->kind, TidemarkThreadKindNone, __ATOMIC_RELEASE);
  if (kind == TidemarkThreadKindUser) tidemark_threadHasEnded(scope);
  giveSlot(thread->slot);
}

// What a stack has room for beside its frames: the thread's control block, its thread-local storage
// and a guard page or more.
#define STACK_MARGIN 65536

static size_t mainStackSize(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_STACK, &limit) != 0) return 0;
  // Where there is no limit, the kernel keeps this much free below the stack all the same.
  return limit.rlim_cur == RLIM_INFINITY ? (size_t)128 << 20 : (size_t)limit.rlim_cur;
}

static void occupy(uint32_t slot, TidemarkThreadRecord *record) {
  TidemarkThread *thread = &tidemark_thread;
  thread->slot = slot;
  thread->record = record;
  thread->stackEnd = (uintptr_t)pthread_self();
  record->tid = (uint32_t)syscall(SYS_gettid);
  size_t size = (size_t)record->stackSize;
  // A thread's control block lies at the top of its stack, but not the main thread's.
  if (record->tid == (uint32_t)getpid() && &__libc_stack_end) {
    thread->stackEnd = (uintptr_t)__libc_stack_end;
    size = mainStackSize();
  }
  thread->stackLow = thread->stackEnd;
  if (size > STACK_MARGIN && size < thread->stackEnd)
    thread->stackLow -= size - STACK_MARGIN;
  thread->scope = UINT32_MAX;
  thread->otherScope = UINT32_MAX;
  record->task = 0;
  record->taskId = 0;
  tidemark_threadCharge(thread, thread->base);
  if (!__atomic_load_n(&endKeyMade, __ATOMIC_ACQUIRE)) return;
  pthread_setspecific(endKey, (void *)(uintptr_t)1);
}

bool tidemark_threadEnter(void) {
  TidemarkThread *thread = &tidemark_thread;
  if (tidemark_isOff || thread->ended || thread->record || !tidemark_mapLedger())
    return thread->block != NULL;
  uint32_t slot = takeSlot();
  if (slot == UINT32_MAX) {
    // Asked for again, and counted again, with the next event: whoever is measured then loses, too.
    __atomic_fetch_add(&tidemark_tables.header->losses.threads, 1, __ATOMIC_RELAXED);
    return false;
  }
  TidemarkThreadRecord *record = &tidemark_tables.threads[slot];
  record->scope = TIDEMARK_SCOPE_UNATTRIBUTED;
  record->creation[0] = 0;
  // Nobody can tell.
  record->stackSize = 0;
  __atomic_store_n(&record->kind, TidemarkThreadKindForeign, __ATOMIC_RELEASE);
  occupy(slot, record);
  return true;
}

TidemarkBlock *tidemark_threadBlock(TidemarkThread *thread, uint32_t scope) {
  TidemarkTables *tables = &tidemark_tables;
  // A thread's row of the index is written by that thread alone.
  uint32_t *entry = &tables->blockIndex[(uint64_t)thread->slot * TIDEMARK_SCOPE_LIMIT + scope];
  uint32_t block = __atomic_load_n(entry, __ATOMIC_RELAXED);
  if (likely(block)) return &tables->blocks[block];
  block = __atomic_fetch_add(&tables->header->blocksUsed, 1, __ATOMIC_RELAXED);
  if (block >= TIDEMARK_BLOCK_LIMIT) {
    __atomic_store_n(&tables->header->blocksUsed, TIDEMARK_BLOCK_LIMIT, __ATOMIC_RELAXED);
    __atomic_fetch_add(&tables->header->losses.blocks, 1, __ATOMIC_RELAXED);
    return &thread->spare;
  }
  __atomic_store_n(entry, block, __ATOMIC_RELEASE);
  return &tables->blocks[block];
}

void tidemark_countFor(uint32_t scope, TidemarkCounter counter, uint64_t by) {
  TidemarkTables *tables = &tidemark_tables;
  TidemarkThread *thread = &tidemark_thread;
  if (thread->block) {
    uint32_t block = __atomic_load_n(
      &tables->blockIndex[(uint64_t)thread->slot * TIDEMARK_SCOPE_LIMIT + scope], __ATOMIC_RELAXED);
    if (block) return tidemark_count(&tables->blocks[block], counter, by);
  }
  // What a scope's counters are reckoned from is as good a place, and needs no block.
  if (tables->bases)
    __atomic_fetch_sub(&tables->bases[scope].values[counter], by, __ATOMIC_RELAXED);
}

void tidemark_loseBlock(void) {
  if (tidemark_tables.header)
    __atomic_fetch_add(&tidemark_tables.header->losses.heapBlocks, 1, __ATOMIC_RELAXED);
}

TidemarkProcess tidemark_process(void) {
  TidemarkProcess process = {{0, 0}, 0};
  const TidemarkTables *tables = &tidemark_tables;
  if (!tables->header) return process;
  uint64_t blocks = 0;
  uint64_t bytes = 0;
  uint32_t used = __atomic_load_n(&tables->header->threadsUsed, __ATOMIC_ACQUIRE);
  for (uint32_t slot = 0; slot < used && slot < TIDEMARK_THREAD_LIMIT; slot++) {
    uint32_t block = __atomic_load_n(
      &tables->blockIndex[(uint64_t)slot * TIDEMARK_SCOPE_LIMIT + TIDEMARK_SCOPE_UNATTRIBUTED],
      __ATOMIC_ACQUIRE);
    if (!block) continue;
    const uint64_t *values = tables->blocks[block].values;
    blocks += __atomic_load_n(&values[TidemarkCounterAllocations], __ATOMIC_RELAXED)
      - __atomic_load_n(&values[TidemarkCounterBlocksFreed], __ATOMIC_RELAXED);
    bytes += __atomic_load_n(&values[TidemarkCounterBytesHeld], __ATOMIC_RELAXED);
  }
  // What was freed by threads without counters of their own.
  const uint64_t *base = tables->bases[TIDEMARK_SCOPE_UNATTRIBUTED].values;
  blocks += __atomic_load_n(&base[TidemarkCounterBlocksFreed], __ATOMIC_RELAXED);
  bytes -= __atomic_load_n(&base[TidemarkCounterBytesHeld], __ATOMIC_RELAXED);
  process.unattributed = (TidemarkNet){(int64_t)blocks, (int64_t)bytes};
  process.poolThreads = __atomic_load_n(&tables->header->poolThreads, __ATOMIC_RELAXED);
  return process;
}

int64_t tidemark_heapMark(void) {
  TidemarkLedgerHeader *header = tidemark_tables.header;
  if (!header) return 0;
  if (tidemark_thread.record) heapFlush(&tidemark_thread);
  int64_t bytes = __atomic_load_n(&header->liveBytes, __ATOMIC_RELAXED);
  __atomic_store_n(&header->peakBytes, bytes, __ATOMIC_RELAXED);
  return bytes;
}

int64_t tidemark_heapPeak(void) {
  TidemarkLedgerHeader *header = tidemark_tables.header;
  if (!header) return 0;
  if (tidemark_thread.record) heapFlush(&tidemark_thread);
  return __atomic_load_n(&header->peakBytes, __ATOMIC_RELAXED);
}

__attribute__((constructor(102))) static void makeEndKey(void) {
  if (pthread_key_create(&endKey, threadEnds) != 0) return;
  __atomic_store_n(&endKeyMade, true, __ATOMIC_RELEASE);
  if (tidemark_thread.record) pthread_setspecific(endKey, (void *)(uintptr_t)1);
}

void tidemark_startOwnThreads(bool begins) { tidemark_thread.startsOwn = begins; }

#if !defined(TIDEMARK_SANITIZED)

typedef int Create(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

static Create *realCreate(void) {
  static Create *real;
  Create *found = __atomic_load_n(&real, __ATOMIC_RELAXED);
  if (found) return found;
  found = (Create *)dlsym(RTLD_NEXT, "pthread_create");
  __atomic_store_n(&real, found, __ATOMIC_RELAXED);
  return found;
}

// Added to a slot when the thread is one of the observer's own.
#define OWN_THREAD (UINT32_C(1) << 31)

static void *runThread(void *context) {
  uint32_t slot = (uint32_t)(uintptr_t)context & ~OWN_THREAD;
  TidemarkThreadRecord *record = &tidemark_tables.threads[slot];
  void *(*start)(void *) = (void *(*)(void *))(uintptr_t)record->start;
  void *argument = (void *)(uintptr_t)record->argument;
  tidemark_thread.base =
    record->kind == TidemarkThreadKindUser ? record->scope : TIDEMARK_SCOPE_UNATTRIBUTED;
  if ((uint32_t)(uintptr_t)context & OWN_THREAD) tidemark_thread.base = TIDEMARK_SCOPE_HARNESS;
  occupy(slot, record);
  if (tidemark_isWatched()) tidemark_noteThread(&tidemark_thread, TidemarkEventThreadStarted);
  return start(argument);
}

/// Returns how large the stack of a thread will be, or 0 when that is not known.
static size_t stackSize(const pthread_attr_t *attributes) {
  size_t size = 0;
  if (attributes) return pthread_attr_getstacksize(attributes, &size) == 0 ? size : 0;
  pthread_attr_t standard;
  if (pthread_attr_init(&standard) != 0) return 0;
  if (pthread_attr_getstacksize(&standard, &size) != 0) size = 0;
  pthread_attr_destroy(&standard);
  return size;
}

static int startThread(
  uintptr_t caller, const void *frame, pthread_t *handle, const pthread_attr_t *attributes,
  void *(*start)(void *), void *argument) {
  Create *create = realCreate();
  TidemarkThread *thread = &tidemark_thread;
  if (unlikely(!thread->block) && !tidemark_threadEnter())
    return create(handle, attributes, start, argument);
  uint32_t slot = takeSlot();
  if (slot == UINT32_MAX) {
    __atomic_fetch_add(&tidemark_tables.header->losses.threads, 1, __ATOMIC_RELAXED);
    return create(handle, attributes, start, argument);
  }
  TidemarkThreadRecord *record = &tidemark_tables.threads[slot];
  uint32_t scope = thread->scope;
  TidemarkThreadKind kind;
  bool library;
  switch (tidemark_imageKind(caller)) {
    case TidemarkImageKindService:
    case TidemarkImageKindRuntime:
      kind = TidemarkThreadKindPool;
      record->creation[0] = 0;
      break;
    case TidemarkImageKindLibrary:
      kind = TidemarkThreadKindLibrary;
      record->creation[0] = 0;
      break;
    default:
      tidemark_walk(frame, record->creation, TIDEMARK_CREATION_DEPTH, &library);
      kind = tidemark_isFoundationsOwn(caller, record->creation) || thread->startsOwn
        ? TidemarkThreadKindLibrary
        : TidemarkThreadKindUser;
  }
  record->scope = scope;
  record->tid = 0;
  record->start = (uint64_t)(uintptr_t)start;
  record->argument = (uint64_t)(uintptr_t)argument;
  record->stackSize = stackSize(attributes);
  __atomic_store_n(&record->kind, (uint32_t)kind, __ATOMIC_RELEASE);
  uint32_t live[TIDEMARK_PEAK_DEPTH];
  if (kind == TidemarkThreadKindUser) tidemark_threadWillStart(scope, live);
  // What the C library allocates for the thread is not the creator's doing when the pool grows.
  tidemark_threadCharge(
    thread, kind == TidemarkThreadKindUser ? scope : TIDEMARK_SCOPE_UNATTRIBUTED);
  uint32_t context = slot | (thread->startsOwn ? OWN_THREAD : 0);
  int result = create(handle, attributes, runThread, (void *)(uintptr_t)context);
  tidemark_threadCharge(thread, scope);
  if (result != 0) {
    __atomic_store_n(&record->kind, TidemarkThreadKindNone, __ATOMIC_RELEASE);
    if (kind == TidemarkThreadKindUser) tidemark_threadHasEnded(scope);
    giveSlot(slot);
  } else if (kind == TidemarkThreadKindUser) {
    tidemark_threadHasStarted(scope, live);
    tidemark_count(thread->block, TidemarkCounterThreadsCreated, 1);
    if (unlikely(tidemark_wantsSites)) {
      uint64_t stack[TIDEMARK_SITE_DEPTH];
      tidemark_walk(frame, stack, TIDEMARK_SITE_DEPTH, &library);
      tidemark_addSite(scope, TidemarkSiteKindThread, 0, stack);
    }
  } else if (kind == TidemarkThreadKindPool) {
    __atomic_fetch_add(&tidemark_tables.header->poolThreads, 1, __ATOMIC_RELAXED);
  }
  return result;
}

/// Takes down who called, first thing in a hook: the compiler may move the rest into functions of
/// their own.
#define NOTE_CALLER \
  uintptr_t caller = (uintptr_t)__builtin_return_address(0); \
  const void *frame = __builtin_frame_address(0); \
  __asm__ volatile("" : "+r"(caller), "+r"(frame))

/// Takes the place of `pthread_create` for every caller that goes through a PLT.
int pthread_create(
  pthread_t *handle, const pthread_attr_t *attributes, void *(*start)(void *), void *argument) {
  NOTE_CALLER;
  return startThread(caller, frame, handle, attributes, start, argument);
}

/// Takes the place of the function of C11, which calls the C library's own `pthread_create`.
///
/// In glibc a `thrd_t` is a `pthread_t`, and what the thread returns is cut to an `int` by who joins.
int thrd_create(thrd_t *handle, thrd_start_t start, void *argument) {
  NOTE_CALLER;
  switch (startThread(caller, frame, handle, NULL, (void *(*)(void *))(void *)start, argument)) {
    case 0: return thrd_success;
    case ENOMEM: return thrd_nomem;
    default: return thrd_error;
  }
}

__attribute__((constructor(103))) static void announceThreads(void) {
  tidemark_findFoundationThreads();
  if (realCreate()) tidemark_addCapability(TidemarkCapabilityThreads);
}

#endif

TIDEMARK_OWN_CODE_END

#endif
